select 1 as parcel_id
