grant select on table mart.customers to role customer_care;
grant select on table mart.customers to role public;
grant select on table mart.orders to role analyst;
