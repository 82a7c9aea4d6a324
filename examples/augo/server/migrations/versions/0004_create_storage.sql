-- Where files lie (local disk, S3, WebDAV), and the files themselves.

CREATE TABLE storage_configs (
    id            UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id       UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider_type VARCHAR(20) NOT NULL,
    name          VARCHAR(100) NOT NULL,
    base_path     VARCHAR(500) NOT NULL,
    credentials   JSONB NOT NULL DEFAULT '{}',
    is_readonly   BOOLEAN NOT NULL DEFAULT FALSE,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT uq_storage_configs_user_id_name UNIQUE (user_id, name),
    CONSTRAINT ck_storage_configs_provider_type
        CHECK (provider_type IN ('local_uploads', 's3_compatible', 'webdav'))
);

COMMENT ON COLUMN storage_configs.credentials IS 'Encrypted by the application';

CREATE TABLE attachments (
    id                UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id           UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session_id        UUID REFERENCES sessions (id) ON DELETE SET NULL,
    storage_config_id UUID NOT NULL REFERENCES storage_configs (id) ON DELETE RESTRICT,
    filename          VARCHAR(255) NOT NULL,
    object_key        VARCHAR(500) NOT NULL,
    mime_type         VARCHAR(100),
    size_bytes        BIGINT NOT NULL,
    sha256            CHAR(64),
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT uq_attachments_object_key UNIQUE (storage_config_id, object_key),
    CONSTRAINT ck_attachments_size_bytes CHECK (size_bytes >= 0)
);

CREATE INDEX ix_attachments_user_id ON attachments (user_id, created_at DESC);
CREATE INDEX ix_attachments_session_id ON attachments (session_id);

CREATE TRIGGER trg_storage_configs_updated_at BEFORE UPDATE ON storage_configs
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
