"""Rows as older versions wrote them, by the revision that made their tables, and what is to be seen of them at last."""

_ENTRY = (
    "INSERT INTO entries (id, time, project_id, key_id, operation, dialect, deployment, model, backend, region, "
    "is_stream, status, prompt_tokens, completion_tokens, cached_tokens, usage_source, cost, currency, duration_ms) "
    "VALUES ('req_1', 1700000000.5, 'proj_1', 'key_1', 'chat', 'openai', 'd', 'm', 'b', 'local', "
    "false, 'ok', 10, 20, 0, 'counted', 3000000000, 'USD', 12.5)"
)

_KEYS = (
    "INSERT INTO keys (id, project_id, name, shown, digest, created_at, requests_per_minute, tokens_per_minute, budget)"
    " VALUES ('key_1', 'proj_1', 'first', 'zf-a…b', 'digest1', 4.5, 60, NULL, 7000000000), "
    "('key_2', 'proj_1', 'second', 'zf-c…d', 'digest2', 5.5, NULL, NULL, NULL)"
)

ROWS: dict[str, tuple[str, ...]] = {
    "0001": (
        "INSERT INTO projects (id, name, region, created_at) VALUES ('proj_1', 'default', 'local', 1.5)",
        "INSERT INTO revisions (name, number) VALUES ('keys', 2)",
        _KEYS,
        _ENTRY,
    ),
    "0002": ("UPDATE entries SET policy = 'default@1', blocked = 'prompt:hate', findings = '{}' WHERE id = 'req_1'",),
    "0003": (
        "INSERT INTO blocklists (id, project_id, name, created_at, revision) VALUES ('list_1', 'proj_1', 'l', 1.0, 0)",
        "INSERT INTO blocklist_items (id, blocklist_id, text, is_regex, created_at) "
        "VALUES ('item_1', 'list_1', 'word', false, 1.0)",
    ),
    "0004": ("INSERT INTO policies (id, name, body, first_held_at) VALUES ('default@1', 'default', '{}', 1.0)",),
    "0005": ("INSERT INTO operations (project_id, id, expires_at, body) VALUES ('proj_1', 'op_1', 9.5, '{}')",),
    "0006": (
        "INSERT INTO pictures (id, project_id, key_id, created_at, operation, deployment, model, width, height, "
        "format, bytes, seed, is_favourite, is_remixable, likes, moderation) VALUES ('pic_1', 'proj_1', 'key_1', 2.5, "
        "'image_generation', 'd', 'm', 64, 64, 'png', 100, 5000000000, true, false, 1, 'open')",
        "INSERT INTO likes (picture_id, key_id) VALUES ('pic_1', 'key_1')",
        "INSERT INTO reports (id, picture_id, key_id, reason, created_at) VALUES ('rep_1', 'pic_1', 'key_1', 'r', 3.0)",
    ),
    "0007": ("UPDATE reports SET is_own = true",),
    "0008": (
        "INSERT INTO users (id, email, name, state, created_at) VALUES ('user_1', 'a@example.com', 'A', 'active', 1.0)",
        "INSERT INTO grants (id, subject, subject_id, role, created_at) VALUES ('g', 'user', 'user_1', 'owner', 1.0)",
    ),
    "0009": ("INSERT INTO tokens (digest, purpose, user_id, expires_at) VALUES ('t', 'verify', 'user_1', 9.0)",),
    "0010": ("INSERT INTO limits (subject, subject_id, images_per_minute) VALUES ('user', 'user_1', 3)",),
    "0011": (
        "INSERT INTO audit (number, id, time, actor, actor_id, actor_name, action, object, object_id, previous, hash) "
        "VALUES (1, 'a_1', 1.0, 'user', 'user_1', 'A', 'project.created', 'project', 'proj_1', '0', 'h')",
    ),
}

SEEN: dict[str, dict[str, list[tuple]]] = {
    "0001": {
        "SELECT id, name, shown, digest, created_at, revoked_at FROM keys ORDER BY id": [
            ("key_1", "first", "zf-a…b", "digest1", 4.5, None),
            ("key_2", "second", "zf-c…d", "digest2", 5.5, None),
        ],
        "SELECT subject, subject_id, model, requests_per_minute, tokens_per_minute FROM limits WHERE subject = 'key'": [
            ("key", "key_1", "", 60, None)
        ],
        "SELECT subject, subject_id, period, amount, is_hard FROM budgets": [
            ("key", "key_1", "total", 7_000_000_000, True)
        ],
        "SELECT id, time, cost, images FROM entries": [("req_1", 1700000000.5, 3_000_000_000, 0)],
        "SELECT seconds, start, requests, cost FROM key_totals ORDER BY seconds": [
            (86_400, 1_699_920_000, 1, 3_000_000_000),
            (604_800, 1_699_488_000, 1, 3_000_000_000),
            (2_419_200, 1_698_278_400, 1, 3_000_000_000),
        ],
        "SELECT number FROM revisions WHERE name = 'keys'": [(2,)],
    },
    "0002": {"SELECT policy, blocked FROM entries": [("default@1", "prompt:hate")]},
    "0003": {
        "SELECT l.name, i.text FROM blocklists l JOIN blocklist_items i ON i.blocklist_id = l.id": [("l", "word")]
    },
    "0004": {"SELECT id FROM policies": [("default@1",)]},
    "0005": {"SELECT id, expires_at FROM operations": [("op_1", 9.5)]},
    "0006": {"SELECT p.id, p.seed, l.key_id FROM pictures p JOIN likes l ON l.picture_id = p.id": [
        ("pic_1", 5_000_000_000, "key_1")
    ]},
    "0007": {"SELECT id, is_own FROM reports": [("rep_1", True)]},
    "0008": {"SELECT u.email, g.role FROM users u JOIN grants g ON g.subject_id = u.id": [("a@example.com", "owner")]},
    "0009": {"SELECT purpose FROM tokens": [("verify",)]},
    "0010": {"SELECT images_per_minute FROM limits WHERE subject = 'user'": [(3,)]},
    "0011": {"SELECT id, hash FROM audit": [("a_1", "h")]},
}  # fmt: skip
