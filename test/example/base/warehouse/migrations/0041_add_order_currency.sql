alter table mart.orders add column currency string not null;
