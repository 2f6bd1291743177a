CREATE TABLE mart.members (
  member_id NUMBER(38, 0) NOT NULL,
  email STRING WITH MASKING POLICY governance.mask_email,
  phone_number STRING,
  joined_on DATE
);

ALTER TABLE mart.members MODIFY COLUMN phone_number SET MASKING POLICY governance.mask_phone;
