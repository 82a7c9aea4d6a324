-- Rows as they were found on 2025-12-23: two client users hold the role that
-- registration gives to everybody, and one inactive client is wrong as well.

INSERT INTO accounts (account_id, account_name, role_arn, created_at)
VALUES ('111122223333', 'Northwind', 'arn:aws:iam::111122223333:role/audit', '2024-03-01'),
       ('444455556666', 'Contoso', 'arn:aws:iam::444455556666:role/audit', '2024-07-15');

INSERT INTO users (username, email, password_hash, role, client_account_id, is_active, created_at)
VALUES ('root', 'root@example.com', 'x', 'admin', NULL, TRUE, '2024-01-02'),
       ('ana', 'ana@example.com', 'x', 'analyst', NULL, TRUE, '2024-02-10'),
       ('guest', 'guest@example.com', 'x', 'user', NULL, TRUE, '2025-06-01'),
       ('north-1', 'one@northwind.example', 'x', 'client', 1, TRUE, '2024-03-02'),
       ('north-2', 'two@northwind.example', 'x', 'user', 1, TRUE, '2024-11-20'),
       ('contoso-1', 'one@contoso.example', 'x', 'user', 2, TRUE, '2025-02-03'),
       ('contoso-2', 'two@contoso.example', 'x', 'analyst', 2, FALSE, '2025-04-09');
