ALTER TABLE logistics.shipments ADD COLUMN carrier_code text CHECK (length(carrier_code) <= 12);
