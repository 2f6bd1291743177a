CREATE TABLE logistics.shipments (
  shipment_id bigint PRIMARY KEY,
  delivered_at timestamptz NOT NULL,
  note text
);
