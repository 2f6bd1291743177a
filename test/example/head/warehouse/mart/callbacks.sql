create or replace table mart.callbacks as
select c.customer_id, c.phone_number as reach_at, o.ordered_at
from mart.customers as c
join mart.orders as o on o.customer_id = c.customer_id;
