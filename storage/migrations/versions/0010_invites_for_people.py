"""An invite can be for one more chat of somebody who is in already."""

from alembic import op
import sqlalchemy as sa

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    whose = sa.ForeignKey('person.id', name='fk_invite_person')
    with op.batch_alter_table('invite') as batch:
        batch.add_column(sa.Column('person_id', sa.BigInteger(), whose, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('invite') as batch:
        batch.drop_constraint('fk_invite_person', type_='foreignkey')
        batch.drop_column('person_id')
