CREATE TABLE shop_eu.buyers (
  buyer_id NUMBER(38, 0) NOT NULL,
  email STRING
) WITH TAG (governance.region = 'eu-west-1');

CREATE TABLE shop_us.buyers (
  buyer_id NUMBER(38, 0) NOT NULL,
  email STRING WITH MASKING POLICY governance.mask_email
) WITH TAG (governance.region = 'us-east-1');

INSERT INTO shop_us.buyers (buyer_id, email)
SELECT buyer_id, email FROM shop_eu.buyers;
