ALTER TABLE logistics.shipments ALTER COLUMN note SET NOT NULL;
