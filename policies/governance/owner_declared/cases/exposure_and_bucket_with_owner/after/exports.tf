resource "aws_s3_bucket" "exports" {
  bucket = "shop-exports"
  tags   = { owner = "logistics-data" }
}
