ALTER TABLE logistics.shipments ALTER COLUMN delivered_at DROP NOT NULL;
