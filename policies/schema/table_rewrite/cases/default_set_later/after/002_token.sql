ALTER TABLE logistics.shipments ADD COLUMN tracking_token uuid;
ALTER TABLE logistics.shipments ALTER COLUMN tracking_token SET DEFAULT gen_random_uuid();
