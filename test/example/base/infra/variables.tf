variable "orders_password" {
  type      = string
  sensitive = true
}
