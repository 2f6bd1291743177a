CREATE TABLE support.tickets (
  id NUMBER(38, 0) NOT NULL,
  requester_email STRING,
  opened_at TIMESTAMP_NTZ
);

GRANT USAGE ON SCHEMA support TO ROLE PUBLIC;
GRANT SELECT ON TABLE support.tickets TO ROLE PUBLIC;
GRANT SELECT ON TABLE support.tickets TO ROLE support_lead WITH GRANT OPTION;
