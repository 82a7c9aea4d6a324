-- Users and their settings. set_updated_at() serves all later tables too.

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

CREATE TABLE users (
    id                UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    email             VARCHAR(255),
    mobile            VARCHAR(20),
    username          VARCHAR(50) NOT NULL,
    password_hash     VARCHAR(255) NOT NULL,
    registration_type VARCHAR(10) NOT NULL DEFAULT 'email',
    avatar_url        VARCHAR(500),
    timezone          VARCHAR(50) NOT NULL DEFAULT 'UTC',
    is_active         BOOLEAN NOT NULL DEFAULT TRUE,
    last_login_at     TIMESTAMPTZ,
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT uq_users_email UNIQUE (email),
    CONSTRAINT uq_users_mobile UNIQUE (mobile),
    CONSTRAINT ck_users_contact CHECK (email IS NOT NULL OR mobile IS NOT NULL),
    CONSTRAINT ck_users_registration_type CHECK (registration_type IN ('email', 'mobile', 'oauth'))
);

CREATE TABLE user_settings (
    user_id    UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    language   VARCHAR(10) NOT NULL DEFAULT 'en',
    theme      VARCHAR(20) NOT NULL DEFAULT 'system',
    avatar     JSONB NOT NULL DEFAULT '{}',
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_user_settings_theme CHECK (theme IN ('system', 'light', 'dark'))
);

CREATE TRIGGER trg_users_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER trg_user_settings_updated_at BEFORE UPDATE ON user_settings
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
