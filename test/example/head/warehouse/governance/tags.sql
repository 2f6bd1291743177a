create tag if not exists governance.pii allowed_values 'email', 'phone', 'name', 'address', 'birth_date';

create masking policy if not exists governance.mask_email as (value string) returns string ->
  case when is_role_in_session('PII_READER') then value else regexp_replace(value, '.+@', '***@') end;

create masking policy if not exists governance.mask_text as (value string) returns string ->
  case when is_role_in_session('PII_READER') then value else '***' end;
