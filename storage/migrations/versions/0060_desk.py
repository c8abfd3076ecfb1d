"""Entering the desk: logins that wait for a yes, and sessions."""

from alembic import op
import sqlalchemy as sa

revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _logins()
    _sessions()


def _logins() -> None:
    op.create_table(
        'desklogin',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('code_hash', sa.String(length=64), nullable=False, unique=True),
        sa.Column('browser_hash', sa.String(length=64), nullable=False, server_default=''),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('agent', sa.String(length=60), nullable=False, server_default=''),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('agreed_at', sa.DateTime(timezone=True)),
        sa.Column('used_at', sa.DateTime(timezone=True)),
    )
    for column in ('browser_hash', 'person_id', 'expires_at'):
        op.create_index(f'ix_desklogin_{column}', 'desklogin', [column])


def _sessions() -> None:
    op.create_table(
        'desksession',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('token_hash', sa.String(length=64), nullable=False, unique=True),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('role', sa.String(length=24), nullable=False),
        sa.Column('agent', sa.String(length=60), nullable=False, server_default=''),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True)),
    )
    op.create_index('ix_desksession_person_id', 'desksession', ['person_id'])


def downgrade() -> None:
    op.drop_table('desksession')
    op.drop_table('desklogin')
