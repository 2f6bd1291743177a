ALTER TABLE mart.visitors ALTER COLUMN email COMMENT 'Address that the visitor gave';
