ALTER TABLE logistics.shipments ADD COLUMN tracking_token uuid DEFAULT gen_random_uuid();
