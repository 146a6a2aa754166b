-- Findings are read rule by rule, or fund by fund: their codes stand in the row, so that it can be sorted by them.
set local search_path to portfolio, app;

create or replace view finding with (security_invoker = true) as
select v.*, coalesce((
    select min(h.as_of)
    from rule_verdict h
    join metric_run n on n.id = h.run_id and n.kind = 'NIGHTLY'
    where h.sub_fund_id = v.sub_fund_id and h.rule_id = v.rule_id and h.status = v.status and h.as_of <= v.as_of
        -- The first of the nights that follow each other up to the newest.
        and h.as_of >= (
            select max(n.business_date)
            from metric_run n
            where n.kind = 'NIGHTLY' and n.state = 'PUBLISHED' and not exists (
                select from metric_run b where b.kind = 'NIGHTLY' and b.state = 'PUBLISHED' and b.business_date = n.business_date - 1))
        and h.as_of > coalesce((
            select max(o.as_of)
            from rule_verdict o
            join metric_run m on m.id = o.run_id and m.kind = 'NIGHTLY'
            where o.sub_fund_id = v.sub_fund_id and o.rule_id = v.rule_id and o.as_of < v.as_of and o.status <> v.status), date '1970-01-01')),
    v.as_of) as since, (
    -- Never null: the verdict itself is one of them.
    select min(h.as_of)
    from rule_verdict h
    where h.sub_fund_id = v.sub_fund_id and h.rule_id = v.rule_id and h.status = v.status and h.as_of <= v.as_of
        and h.as_of > coalesce((
            select max(o.as_of)
            from rule_verdict o
            where o.sub_fund_id = v.sub_fund_id and o.rule_id = v.rule_id and o.as_of < v.as_of and o.status <> v.status), date '1970-01-01')) as seen_since,
    (select r.code from rule r where r.id = v.rule_id) as rule_code,
    (select f.code from sub_fund f where f.id = v.sub_fund_id) as sub_fund_code
from rule_verdict v
where v.as_of = (
        select business_date from metric_run where state = 'PUBLISHED' order by kind = 'NIGHTLY' desc, business_date desc, known_at desc, id desc limit 1)
    and v.run_id = (
        select id from metric_run where state = 'PUBLISHED' order by kind = 'NIGHTLY' desc, business_date desc, known_at desc, id desc limit 1)
    and v.status in ('AT_RISK', 'WARN', 'BREACH', 'UNATTAINABLE');
