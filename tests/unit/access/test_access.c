/*
 * Ways in: the first link, sessions and their end, keys, roles, attempts, and
 * the queue of the audit chain, against a real store in a temporary file.
 */
#include <pthread.h>
#include <unistd.h>

#include "access/first.h"
#include "access/session.h"
#include "base/scoped.h"
#include "os/file.h"
#include "store/version.h"
#include "test.h"

enum { NOW = 1000000000, HOUR_MS = 3600 * 1000 };

struct fixture {
    char folder[64], url[128];
    struct store *store;
    struct audit *audit;
    struct access access;
    struct known known;
    struct arena arena;
};

static int start(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct error err = ERROR_NONE;
    struct store_options options = { .create = true };
    snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/klantbeeld-test-XXXXXX");
    if (!mkdtemp(fixture->folder))
        return -1;
    snprintf(fixture->url, sizeof(fixture->url), "sqlite:%s/store.db", fixture->folder);
    fixture->arena = ARENA_UP_TO(1 << 20);
    if (store_open(fixture->url, &options, &fixture->store, &err) != STATUS_OK ||
        audit_start(fixture->url, &fixture->audit, &err) != STATUS_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    access_init(&fixture->access, fixture->audit);
    *state = fixture;
    return 0;
}

static int stop(void **state)
{
    struct fixture *fixture = *state;
    static const char *const ends[] = { "", "-wal", "-shm" };
    audit_stop(&fixture->audit);
    access_done(&fixture->access);
    store_close(&fixture->store);
    arena_done(&fixture->arena);
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        char path[160];
        snprintf(path, sizeof(path), "%s/store.db%s", fixture->folder, ends[i]);
        unlink(path);
    }
    rmdir(fixture->folder);
    free(fixture);
    return 0;
}

static struct visitor visit(struct fixture *fixture, const char *cookie, const char *authorization, int64_t now_ms)
{
    struct visitor visitor = { 0 };
    struct error err = ERROR_NONE;
    uint64_t version = 0;
    enum status status = store_version(fixture->store, &version, &err);
    if (status == STATUS_OK)
        status = access_visitor(&fixture->access, fixture->store, &fixture->known, version, text_from(cookie),
                                text_from(authorization), now_ms, &fixture->arena, &visitor, &err);
    check_int(status, STATUS_OK, err.message);
    return visitor;
}

static enum status login(struct fixture *fixture, const char *token, int64_t now_ms, struct token *ret_session)
{
    struct visitor visitor;
    struct error err = ERROR_NONE;
    int wait_s;
    return access_login(&fixture->access, fixture->store, text_from(token), TEXT("192.0.2.1"), now_ms, &fixture->arena,
                        ret_session, &visitor, &wait_s, &err);
}

static struct token first_token(struct fixture *fixture, bool always, int64_t now_ms)
{
    struct token token;
    struct error err = ERROR_NONE;
    check_int(first_login(fixture->store, always, now_ms, &token, &err), STATUS_OK, err.message);
    return token;
}

/* What the audit writer still has is in the store when this returns. */
static void flush(struct fixture *fixture)
{
    struct error err = ERROR_NONE;
    assert_int_equal(audit_put(fixture->audit, NOW, TEXT("test"), TEXT("flush"), TEXT_EMPTY, AUDIT_NOW, &err),
                     STATUS_OK);
}

static void tokens_are_long_different_and_shaped(void **state)
{
    struct token a = token_make(TOKEN_LOGIN), b = token_make(TOKEN_LOGIN), key = token_make(TOKEN_API);
    assert_int_equal(strlen(a.s), 43);
    assert_string_not_equal(a.s, b.s);
    assert_int_equal(strncmp(key.s, "kb_", 3), 0);
    assert_true(token_is_shaped(text_from(a.s)) && token_is_shaped(text_from(key.s)));
    static const char *const others[] = { "",
                                          "a",
                                          "kb_",
                                          "kb_a",
                                          "0123456789012345678901234567890123456789012 ",
                                          "012345678901234567890123456789012345678901'",
                                          "kb_0123456789012345678901234567890123456789012=" };
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (token_is_shaped(text_from(others[i])))
            fail_msg("'%s'", others[i]);
}

static void form_keys_belong_to_one_session(void **state)
{
    struct token a = token_make(TOKEN_SESSION), b = token_make(TOKEN_SESSION);
    struct token csrf = csrf_of(text_from(a.s));
    assert_true(csrf_matches(text_from(a.s), text_from(csrf.s)));
    assert_false(csrf_matches(text_from(b.s), text_from(csrf.s)));
    assert_false(csrf_matches(text_from(a.s), TEXT_EMPTY));
    assert_false(csrf_matches(text_from(a.s), text_slice(text_from(csrf.s), 0, 42)));
    assert_string_not_equal(csrf.s, a.s);
}

static void who_is_known_is_forgotten_with_the_version(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct digest digest = digest_of(TEXT("token")), other = digest_of(TEXT("other"));
    struct user user = { .name = TEXT("jan"), .role = TEXT("reader") }, found = { 0 };
    struct known *known = calloc(1, sizeof(*known));
    known_put(known, digest, TOKEN_API, 7, NOW, &user);
    assert_true(known_find(known, digest, TOKEN_API, 7, NOW + KNOWN_MS_MAX - 1, &arena, &found));
    check_text(found.name, user.name, "name");
    check_text(found.role, user.role, "role");
    assert_false(known_find(known, digest, TOKEN_API, 7, NOW + KNOWN_MS_MAX, &arena, &found));
    assert_false(known_find(known, digest, TOKEN_API, 7, NOW - 1, &arena, &found));
    assert_false(known_find(known, digest, TOKEN_API, 8, NOW, &arena, &found));
    assert_false(known_find(known, digest, TOKEN_SESSION, 7, NOW, &arena, &found));
    assert_false(known_find(known, other, TOKEN_API, 7, NOW, &arena, &found));
    char name[KNOWN_NAME_BYTES + 1];
    for (size_t len = KNOWN_NAME_BYTES - 2; len <= KNOWN_NAME_BYTES; len++) { /* below, at and above what fits */
        memset(name, 'x', sizeof(name));
        user.name = (struct text){ name, len };
        known_put(known, digest, TOKEN_API, 10 + len, NOW, &user);
        assert_int_equal(known_find(known, digest, TOKEN_API, 10 + len, NOW, &arena, &found), len < KNOWN_NAME_BYTES);
    }
    known_put(known, digest, TOKEN_API, 0, NOW, &user);
    assert_false(known_find(known, digest, TOKEN_API, 0, NOW, &arena, &found));
    free(known);
}

static void roles_may_what_the_table_says(void **state)
{
    static const char *const want[POLICIES] = { "", "1111", "0111", "0011", "0001" };
    for (int p = POLICY_PUBLIC; p < POLICIES; p++)
        for (int r = ROLE_NOBODY; r < ROLES; r++)
            check_int(policy_allows(p, r), want[p][r] == '1', policy_name(p));
    assert_int_equal(role_read(TEXT("steward")), ROLE_STEWARD);
    assert_int_equal(role_read(TEXT("Admin")), ROLE_NOBODY);
    assert_int_equal(role_read(TEXT("")), ROLE_NOBODY);
}

static void first_link_works_once(void **state)
{
    struct fixture *fixture = *state;
    struct token token = first_token(fixture, false, NOW), session, again;
    assert_true(token.s[0]);
    assert_int_equal(login(fixture, token.s, NOW, &session), STATUS_OK);
    struct visitor visitor = visit(fixture, session.s, "", NOW);
    assert_int_equal(visitor.role, ROLE_ADMIN);
    check_text(visitor.actor, TEXT("user:admin"), "actor");
    assert_int_equal(visitor.until_ms, NOW + SESSION_MS);
    assert_int_equal(login(fixture, token.s, NOW, &again), STATUS_DENIED);
    assert_int_equal(login(fixture, session.s, NOW, &again), STATUS_DENIED); /* a session is no login token */
}

static void link_is_printed_until_somebody_came_in(void **state)
{
    struct fixture *fixture = *state;
    struct token a = first_token(fixture, false, NOW), b = first_token(fixture, false, NOW), session;
    assert_true(a.s[0] && b.s[0] && strcmp(a.s, b.s) != 0);
    assert_int_equal(login(fixture, b.s, NOW, &session), STATUS_OK);
    assert_false(first_token(fixture, false, NOW).s[0]);
    assert_true(first_token(fixture, true, NOW).s[0]);
    uint64_t users;
    struct error err = ERROR_NONE;
    assert_int_equal(store_users_count(fixture->store, &users, &err), STATUS_OK);
    assert_int_equal(users, 1);
}

static void link_expires_after_a_day(void **state)
{
    struct fixture *fixture = *state;
    struct token token = first_token(fixture, false, NOW), session;
    assert_int_equal(login(fixture, token.s, NOW + LOGIN_LINK_MS, &session), STATUS_DENIED);
    assert_int_equal(login(fixture, token.s, NOW + LOGIN_LINK_MS - 1, &session), STATUS_OK);
}

static void session_ends_twelve_hours_after_its_last_use(void **state)
{
    struct fixture *fixture = *state;
    struct token session;
    assert_int_equal(login(fixture, first_token(fixture, false, NOW).s, NOW, &session), STATUS_OK);
    assert_int_equal(visit(fixture, session.s, "", NOW + 11LL * HOUR_MS).role, ROLE_ADMIN);
    flush(fixture);
    assert_int_equal(visit(fixture, session.s, "", NOW + 22LL * HOUR_MS).role, ROLE_ADMIN);
    flush(fixture);
    int64_t last = NOW + 22LL * HOUR_MS;
    assert_int_equal(visit(fixture, session.s, "", last + SESSION_TELL_MS - 1).until_ms, last + SESSION_MS);
    flush(fixture);
    assert_int_equal(visit(fixture, session.s, "", last + SESSION_MS).role, ROLE_NOBODY);
}

static void logout_ends_the_session_even_when_its_use_is_still_to_be_told(void **state)
{
    struct fixture *fixture = *state;
    struct token session;
    struct error err = ERROR_NONE;
    assert_int_equal(login(fixture, first_token(fixture, false, NOW).s, NOW, &session), STATUS_OK);
    struct visitor visitor = visit(fixture, session.s, "", NOW + HOUR_MS); /* queues an extension */
    assert_int_equal(access_logout(&fixture->access, fixture->store, &visitor, NOW + HOUR_MS, &err), STATUS_OK);
    flush(fixture);
    assert_int_equal(visit(fixture, session.s, "", NOW + HOUR_MS).role, ROLE_NOBODY);
}

static void keys_are_for_programs(void **state)
{
    struct fixture *fixture = *state;
    struct token key, other;
    struct error err = ERROR_NONE;
    char bearer[80];
    assert_int_equal(key_add(fixture->store, TEXT("report"), TEXT("reader"), NOW, &key, &err), STATUS_OK);
    snprintf(bearer, sizeof(bearer), "Bearer %s", key.s);
    struct visitor visitor = visit(fixture, "", bearer, NOW);
    assert_int_equal(visitor.role, ROLE_READER);
    check_text(visitor.actor, TEXT("key:report"), "actor");
    assert_int_equal(visitor.session.len, 0);
    assert_int_equal(visit(fixture, key.s, "", NOW).role, ROLE_NOBODY); /* a key is no cookie */
    assert_int_equal(visit(fixture, "", "Bearer nonsense", NOW).role, ROLE_NOBODY);
    assert_int_equal(visit(fixture, "", "Basic abc", NOW).role, ROLE_NOBODY);
    /* a second key does not change the role of who is there */
    assert_int_equal(key_add(fixture->store, TEXT("report"), TEXT("admin"), NOW, &other, &err), STATUS_OK);
    snprintf(bearer, sizeof(bearer), "Bearer %s", other.s);
    assert_int_equal(visit(fixture, "", bearer, NOW).role, ROLE_READER);
    assert_int_equal(key_add(fixture->store, TEXT("Rep ort"), TEXT("reader"), NOW, &other, &err), STATUS_USAGE);
    assert_int_equal(key_add(fixture->store, TEXT("x"), TEXT("king"), NOW, &other, &err), STATUS_USAGE);
    assert_int_equal(link_add(fixture->store, TEXT(""), TEXT("reader"), NOW, &other, &err), STATUS_USAGE);
}

static void too_many_attempts_must_wait(void **state)
{
    struct attempts attempts;
    attempts_init(&attempts);
    int wait_s = 0;
    for (int i = 0; i < ATTEMPTS_PER_ADDRESS_MAX; i++)
        assert_true(attempts_take(&attempts, TEXT("192.0.2.1"), NOW + i, &wait_s));
    assert_false(attempts_take(&attempts, TEXT("192.0.2.1"), NOW + 1000, &wait_s));
    assert_int_equal(wait_s, 59);
    assert_true(attempts_take(&attempts, TEXT("192.0.2.2"), NOW + 1000, &wait_s));
    assert_false(attempts_take(&attempts, TEXT("192.0.2.1"), NOW + ATTEMPTS_WINDOW_MS - 1, &wait_s));
    assert_true(attempts_take(&attempts, TEXT("192.0.2.1"), NOW + ATTEMPTS_WINDOW_MS, &wait_s));
    attempts_forget(&attempts, TEXT("192.0.2.1"));
    assert_true(attempts_take(&attempts, TEXT("192.0.2.1"), NOW + ATTEMPTS_WINDOW_MS, &wait_s));
    attempts_done(&attempts);
}

static void attempts_are_counted_in_all(void **state)
{
    struct attempts attempts;
    attempts_init(&attempts);
    int wait_s = 0, fine = 0;
    for (int i = 0; i < 200; i++) {
        char address[24];
        snprintf(address, sizeof(address), "192.0.2.%d", i);
        fine += attempts_take(&attempts, text_from(address), NOW, &wait_s);
    }
    assert_int_equal(fine, ATTEMPTS_IN_ALL_MAX);
    attempts_done(&attempts);
}

static void cookies_are_out_of_reach_of_scripts(void **state)
{
    struct fixture *fixture = *state;
    check_text(access_cookie(TEXT("t"), false, &fixture->arena),
               TEXT("klantbeeld_session=t; Path=/; HttpOnly; SameSite=Lax"), "plain");
    check_text(access_cookie(TEXT("t"), true, &fixture->arena),
               TEXT("klantbeeld_session=t; Path=/; HttpOnly; SameSite=Lax; Secure"), "behind TLS");
    check_text(access_cookie(TEXT_EMPTY, false, &fixture->arena),
               TEXT("klantbeeld_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"), "cleared");
}

struct readers {
    struct audit *audit;
    int number;
};

static void *read_much(void *ctx)
{
    struct readers *readers = ctx;
    struct error err = ERROR_NONE;
    for (int i = 0; i < 500; i++) {
        char object[32];
        snprintf(object, sizeof(object), "P-%d-%d", readers->number, i);
        if (audit_put(readers->audit, NOW, TEXT("user:x"), TEXT("party.read"), text_from(object),
                      i % 100 == 99 ? AUDIT_NOW : AUDIT_LATER, &err) != STATUS_OK)
            return (void *)1;
    }
    return NULL;
}

static void audit_keeps_every_entry_in_order_of_its_writer(void **state)
{
    struct fixture *fixture = *state;
    pthread_t threads[4];
    struct readers readers[4];
    for (int i = 0; i < 4; i++) {
        readers[i] = (struct readers){ fixture->audit, i };
        pthread_create(&threads[i], NULL, read_much, &readers[i]);
    }
    for (int i = 0; i < 4; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    audit_stop(&fixture->audit); /* writes what waits */
    struct audit_entry *entries;
    size_t count;
    struct error err = ERROR_NONE;
    assert_int_equal(store_audit_entries(fixture->store, 5000, &fixture->arena, &entries, &count, &err), STATUS_OK);
    assert_int_equal(count, 2000);
    int next[4] = { 499, 499, 499, 499 }; /* newest first */
    for (size_t i = 0; i < count; i++) {
        int number, n;
        assert_int_equal(sscanf(entries[i].object.ptr, "P-%d-%d", &number, &n), 2);
        assert_int_equal(n, next[number]--);
        assert_int_equal(entries[i].seq, 2000 - i);
    }
}

/* One who reads faster than is written waits, and is not refused. */
static void a_full_queue_is_waited_for(void **state)
{
    enum { MANY = AUDIT_WAITING_MAX + AUDIT_BATCH_MAX };
    struct fixture *fixture = *state;
    struct error err = ERROR_NONE;
    for (int i = 0; i < MANY; i++)
        check_int(audit_put(fixture->audit, NOW, TEXT("user:x"), TEXT("party.read"), TEXT("P"), AUDIT_LATER, &err),
                  STATUS_OK, err.message);
    flush(fixture);
    assert_int_equal(audit_figures(fixture->audit).written, MANY + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_long_different_and_shaped),
        cmocka_unit_test(form_keys_belong_to_one_session),
        cmocka_unit_test(who_is_known_is_forgotten_with_the_version),
        cmocka_unit_test(roles_may_what_the_table_says),
        cmocka_unit_test_setup_teardown(first_link_works_once, start, stop),
        cmocka_unit_test_setup_teardown(link_is_printed_until_somebody_came_in, start, stop),
        cmocka_unit_test_setup_teardown(link_expires_after_a_day, start, stop),
        cmocka_unit_test_setup_teardown(session_ends_twelve_hours_after_its_last_use, start, stop),
        cmocka_unit_test_setup_teardown(logout_ends_the_session_even_when_its_use_is_still_to_be_told, start, stop),
        cmocka_unit_test_setup_teardown(keys_are_for_programs, start, stop),
        cmocka_unit_test(too_many_attempts_must_wait),
        cmocka_unit_test(attempts_are_counted_in_all),
        cmocka_unit_test_setup_teardown(cookies_are_out_of_reach_of_scripts, start, stop),
        cmocka_unit_test_setup_teardown(audit_keeps_every_entry_in_order_of_its_writer, start, stop),
        cmocka_unit_test_setup_teardown(a_full_queue_is_waited_for, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
