-- Index what the dashboards ask for; addresses that differ in case alone are one login.
-- pawl:requires 8f21b6c07e4d

-- pawl:up

CREATE UNIQUE INDEX ix_users_email_lower ON users (lower(email));
CREATE INDEX ix_agent_tasks_open ON agent_tasks (priority, scheduled_at)
    WHERE status IN ('pending', 'running');
CREATE INDEX ix_transactions_unreconciled ON transactions (account_id)
    WHERE NOT is_reconciled;

-- pawl:down

DROP INDEX ix_transactions_unreconciled;
DROP INDEX ix_agent_tasks_open;
DROP INDEX ix_users_email_lower;
