/*
 * A profile written, labelled and read back.
 */
#include "flow/profile/profile_json.h"
#include "test.h"

static const char profile[] =
    "{\"stage\":\"customer\",\"salutation\":\"Geachte \\\"heer\\\" Bos\",\"areas\":[{\"area\":\"basic\",\"fields\":["
    "{\"field\":\"person.full\",\"value\":\"Jan \\\"Janus\\\" Bos\",\"others\":[]},"
    "{\"field\":\"email.work\",\"value\":\"{\\\"field\\\":\\\"x\\\"}\",\"others\":[]},"
    "{\"field\":\"addr.home.full\",\"value\":\"Laan 1\\nAssen\",\"others\":[{\"value\":\"a\"}]}]}]}";

static void labelled(struct text of, enum language lang, struct buf *buf)
{
    struct profile_labels *labels = profile_labels_new(NULL, lang);
    assert_non_null(labels);
    profile_json_labelled(of, labels, buf);
    size_t len = buf->len;
    profile_json_labelled(of, labels, buf); /* what is known by now gives the same */
    assert_int_equal(buf->len, 2 * len);
    assert_memory_equal(buf->ptr, buf->ptr + len, len);
    buf->len = len;
    profile_labels_free(&labels);
}

static void fields_come_in_order_unescaped(void **state)
{
    static const struct {
        const char *field, *value;
    } want[] = { { "person.full", "Jan \"Janus\" Bos" },
                 { "email.work", "{\"field\":\"x\"}" },
                 { "addr.home.full", "Laan 1\nAssen" } };
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct text rest = text_from(profile);
    struct profile_field field;
    size_t count = 0;
    while (profile_json_next(&rest, &arena, &field)) {
        assert_true(count < 3);
        check_text(field.field, text_from(want[count].field), "field");
        check_text(field.value, text_from(want[count].value), "value");
        count++;
    }
    assert_int_equal(count, 3);
    arena_done(&arena);
}

static void labels_are_put_in_and_nothing_else_changes(void **state)
{
    struct buf buf = BUF_EMPTY;
    labelled(text_from(profile), LANGUAGE_NL, &buf);
    check_text(buf_text(&buf),
               TEXT("[{\"area\":\"basic\",\"label\":\"Basisgegevens\",\"fields\":["
                    "{\"field\":\"person.full\",\"label\":\"Naam\",\"value\":\"Jan \\\"Janus\\\" Bos\",\"others\":[]},"
                    "{\"field\":\"email.work\",\"label\":\"E-mailadres "
                    "(werk)\",\"value\":\"{\\\"field\\\":\\\"x\\\"}\",\"others\":[]},"
                    "{\"field\":\"addr.home.full\",\"label\":\"Adres (thuis)\",\"value\":\"Laan "
                    "1\\nAssen\",\"others\":[{\"value\":\"a\"}]}]}]"),
               "labelled");
    buf_done(&buf);
}

static void codes_get_words_beside_them(void **state)
{
    static const char coded[] = "{\"areas\":[{\"area\":\"basic\",\"fields\":["
                                "{\"field\":\"person.gender\",\"value\":\"female\",\"others\":[{\"value\":\"male\"}]},"
                                "{\"field\":\"person.full\",\"value\":\"male\",\"others\":[]}]}]}";
    struct buf buf = BUF_EMPTY;
    labelled(text_from(coded), LANGUAGE_NL, &buf);
    check_text(buf_text(&buf),
               TEXT("[{\"area\":\"basic\",\"label\":\"Basisgegevens\",\"fields\":["
                    "{\"field\":\"person.gender\",\"label\":\"Geslacht\",\"text\":\"vrouw\",\"value\":\"female\","
                    "\"others\":[{\"value\":\"male\",\"text\":\"man\"}]},"
                    "{\"field\":\"person.full\",\"label\":\"Naam\",\"value\":\"male\",\"others\":[]}]}]"),
               "codes");
    buf_done(&buf);
}

static void top_level_text_is_found_or_empty(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    check_text(profile_json_text(text_from(profile), "salutation", &arena), TEXT("Geachte \"heer\" Bos"), "salutation");
    check_text(profile_json_text(text_from(profile), "address_line", &arena), TEXT(""), "absent");
    check_text(profile_json_text(text_from(profile), "value", &arena), TEXT(""), "not of a field");
    arena_done(&arena);
}

static void broken_profile_crashes_nobody(void **state)
{
    for (size_t len = 0; len < sizeof(profile); len++) {
        struct arena arena = ARENA_UP_TO(1024 * 1024);
        struct buf buf = BUF_EMPTY;
        struct text part = { profile, len }, rest = part;
        struct profile_field field;
        while (profile_json_next(&rest, &arena, &field))
            ;
        profile_json_text(part, "salutation", &arena);
        labelled(part, LANGUAGE_EN, &buf);
        buf_done(&buf);
        arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_come_in_order_unescaped), cmocka_unit_test(labels_are_put_in_and_nothing_else_changes),
        cmocka_unit_test(codes_get_words_beside_them),    cmocka_unit_test(top_level_text_is_found_or_empty),
        cmocka_unit_test(broken_profile_crashes_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
