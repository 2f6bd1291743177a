create or replace table mart.customers (
  customer_id   number(38, 0) not null,
  full_name     string        with masking policy governance.mask_text with tag (governance.pii = 'name'),
  phone_number  string        with tag (governance.pii = 'phone'),
  country_code  string,
  segment       string,
  created_at    timestamp_ntz not null,
  primary key (customer_id)
)
with tag (governance.owner = 'customer-data');
