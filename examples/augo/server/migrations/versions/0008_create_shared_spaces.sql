-- Households and trips: who is in, which transactions are shared, who has paid back whom.

CREATE TABLE shared_spaces (
    id          UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    name        VARCHAR(100) NOT NULL,
    description TEXT,
    creator_id  UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    invite_code VARCHAR(16),
    invite_expires_at TIMESTAMPTZ,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT uq_shared_spaces_invite_code UNIQUE (invite_code)
);

CREATE TABLE space_members (
    space_id  UUID NOT NULL REFERENCES shared_spaces (id) ON DELETE CASCADE,
    user_id   UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role      VARCHAR(10) NOT NULL DEFAULT 'member',
    status    VARCHAR(10) NOT NULL DEFAULT 'accepted',
    joined_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (space_id, user_id),
    CONSTRAINT ck_space_members_role CHECK (role IN ('owner', 'admin', 'member')),
    CONSTRAINT ck_space_members_status CHECK (status IN ('pending', 'accepted', 'left'))
);

CREATE UNIQUE INDEX uq_space_members_owner ON space_members (space_id) WHERE role = 'owner';
CREATE INDEX ix_space_members_user_id ON space_members (user_id);

CREATE TABLE space_transactions (
    space_id       UUID NOT NULL REFERENCES shared_spaces (id) ON DELETE CASCADE,
    transaction_id UUID NOT NULL REFERENCES transactions (id) ON DELETE CASCADE,
    added_by       UUID REFERENCES users (id) ON DELETE SET NULL,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (space_id, transaction_id)
);

CREATE TABLE space_settlements (
    id           UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    space_id     UUID NOT NULL REFERENCES shared_spaces (id) ON DELETE CASCADE,
    from_user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    to_user_id   UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    amount       NUMERIC(20, 8) NOT NULL,
    settled_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_space_settlements_amount CHECK (amount > 0),
    CONSTRAINT ck_space_settlements_users CHECK (from_user_id <> to_user_id)
);

CREATE TRIGGER trg_shared_spaces_updated_at BEFORE UPDATE ON shared_spaces
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
