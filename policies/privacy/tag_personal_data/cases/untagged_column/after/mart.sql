CREATE TABLE mart.customers (
  id NUMBER(38, 0) NOT NULL,
  email STRING NOT NULL,
  phone STRING WITH TAG (governance.pii = 'phone')
);
