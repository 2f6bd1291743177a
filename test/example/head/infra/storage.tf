provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "landing" {
  bucket = "acme-landing"
}

resource "aws_s3_bucket" "exports" {
  bucket = "acme-exports"
  region = "us-east-1"
}

resource "aws_db_instance" "orders" {
  identifier          = "acme-orders"
  engine              = "postgres"
  instance_class      = "db.t4g.large"
  allocated_storage   = 100
  storage_encrypted   = false
  publicly_accessible = false
  username            = "orders"
  password            = var.orders_password
}
