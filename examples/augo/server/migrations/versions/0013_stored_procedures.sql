-- rebuild_account_snapshots(): recompute every balance from the transactions.

-- Each transaction as what it does to an account: an amount enters or leaves.
CREATE VIEW account_movements AS
SELECT target_account_id AS account_id, transaction_at, amount AS inflow,
       CAST(0 AS NUMERIC(20, 8)) AS outflow
FROM transactions
WHERE target_account_id IS NOT NULL
UNION ALL
SELECT source_account_id, transaction_at, CAST(0 AS NUMERIC(20, 8)), amount
FROM transactions
WHERE source_account_id IS NOT NULL;

-- What stands on an account at the end of a day, in the time zone of its owner.
CREATE FUNCTION account_balance_at(p_account_id UUID, p_day DATE) RETURNS NUMERIC
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT a.initial_balance + coalesce(sum(m.inflow - m.outflow), 0)
    FROM financial_accounts a
    JOIN users u ON u.id = a.user_id
    LEFT JOIN account_movements m
           ON m.account_id = a.id AND (m.transaction_at AT TIME ZONE u.timezone)::DATE <= p_day
    WHERE a.id = p_account_id
    GROUP BY a.initial_balance;
END;

-- For one user, or for all of them when called without one.
CREATE PROCEDURE rebuild_account_snapshots(p_user_id UUID DEFAULT NULL)
LANGUAGE plpgsql AS $procedure$
DECLARE
    v_account RECORD;
BEGIN
    FOR v_account IN
        SELECT a.id, a.initial_balance, u.timezone
        FROM financial_accounts a
        JOIN users u ON u.id = a.user_id
        WHERE p_user_id IS NULL OR a.user_id = p_user_id
        ORDER BY a.id
        FOR UPDATE OF a
    LOOP
        DELETE FROM account_snapshots WHERE account_id = v_account.id;

        INSERT INTO account_snapshots (account_id, snapshot_date, inflow, outflow, balance)
        SELECT v_account.id, d.day, d.inflow, d.outflow,
               v_account.initial_balance + sum(d.inflow - d.outflow) OVER (ORDER BY d.day)
        FROM (
            SELECT (m.transaction_at AT TIME ZONE v_account.timezone)::DATE AS day,
                   sum(m.inflow) AS inflow, sum(m.outflow) AS outflow
            FROM account_movements m
            WHERE m.account_id = v_account.id
            GROUP BY 1
        ) d;

        UPDATE financial_accounts a
        SET current_balance = coalesce(
                (SELECT s.balance FROM account_snapshots s
                 WHERE s.account_id = a.id ORDER BY s.snapshot_date DESC LIMIT 1),
                a.initial_balance)
        WHERE a.id = v_account.id;
    END LOOP;
END;
$procedure$;

COMMENT ON PROCEDURE rebuild_account_snapshots(UUID) IS
    'Makes account_snapshots and financial_accounts.current_balance anew from transactions';
