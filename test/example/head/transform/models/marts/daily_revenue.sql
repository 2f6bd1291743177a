select
    cast(ordered_at as date) as order_date,
    currency,
    cast(sum(amount) as number(14, 2)) as revenue
from {{ source('mart', 'orders') }}
group by 1, 2
