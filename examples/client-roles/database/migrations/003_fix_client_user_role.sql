-- File: database/migrations/003_fix_client_user_role.sql

-- Description: Give every client user the role 'client'
-- Reason: registration gave some of them another role, so they failed to log in
-- pawl:irreversible which users had which wrong role is not kept

-- pawl:up
BEGIN;

UPDATE users
SET role = 'client'
WHERE client_account_id IS NOT NULL
  AND role <> 'client';

COMMIT;

-- pawl:verify
DO $$
BEGIN
    ASSERT NOT EXISTS (SELECT FROM users WHERE client_account_id IS NOT NULL AND role <> 'client'),
        'a client user has another role than client';
    ASSERT NOT EXISTS (SELECT FROM users WHERE client_account_id IS NULL AND role = 'client'),
        'a user without an account has the role client';
END
$$;
