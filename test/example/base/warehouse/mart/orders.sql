create or replace table mart.orders (
  order_id      number(38, 0) not null,
  customer_id   number(38, 0) not null,
  channel       string,
  currency      string        not null,
  amount        number(12, 2) not null,
  ordered_at    timestamp_ntz not null,
  primary key (order_id)
);
