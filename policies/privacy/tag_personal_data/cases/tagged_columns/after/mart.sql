CREATE TABLE mart.customers (
  id NUMBER(38, 0) NOT NULL,
  email STRING NOT NULL WITH TAG (governance.pii = 'email'),
  phone STRING WITH TAG (governance.pii = 'phone')
);
