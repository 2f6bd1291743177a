CREATE TABLE billing.invoices (
  invoice_id bigint PRIMARY KEY,
  total numeric(12, 2) NOT NULL,
  due_on date NOT NULL
);
