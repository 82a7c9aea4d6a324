DROP PROCEDURE rebuild_account_snapshots(UUID);
DROP FUNCTION account_balance_at(UUID, DATE);
DROP VIEW account_movements;
