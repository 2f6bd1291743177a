-- Channels moved to mart.sessions.
alter table mart.orders drop column channel;
