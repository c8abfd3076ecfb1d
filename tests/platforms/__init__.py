import pytest

pytest.register_assert_rewrite("tests.platforms.story", "tests.platforms.heard", "tests.platforms.secrets_kept")
