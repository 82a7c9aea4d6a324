-- Everybody who was there before 2025 counts as verified.
DO $$
BEGIN
    ASSERT NOT EXISTS (SELECT FROM users WHERE created_at < '2025-01-01' AND NOT email_verified),
        'a user from before 2025 is not verified';
END
$$;
