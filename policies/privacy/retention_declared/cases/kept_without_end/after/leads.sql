CREATE TABLE crm.leads (
  lead_id INT64 NOT NULL,
  email STRING,
  created_on DATE
)
PARTITION BY created_on;
