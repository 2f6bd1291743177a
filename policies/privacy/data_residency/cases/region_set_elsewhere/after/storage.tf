provider "aws" {
  region = var.region
}

resource "aws_s3_bucket" "raw_events" {
  bucket = "shop-raw-events"
}

variable "region" {
  type = string
}
