ALTER TABLE logistics.shipments ADD COLUMN carrier_code varchar(12);
