/* What is put by comes back as it was, and what was not written by us is refused. */
#include "base/scoped.h"
#include "flow/job/packed.h"
#include "test.h"

static const struct address addresses[] = {
    { .group = GROUP_HOME,
      .kind = ADDRESS_STREET,
      .street = { "Dorpsstraat", 11 },
      .number = { "12", 2 },
      .letter = { "a", 1 },
      .addition = { "II", 2 },
      .by_to = "by",
      .extra = { "hof", 3 },
      .postcode = { "1234 AB", 7 },
      .city = { "Utrecht", 7 },
      .region = { "UT", 2 },
      .country = "NL",
      .country_assumed = true,
      .key = { "1234AB|12|A|2", 13 },
      .confidence = 90 },
    { .group = GROUP_POST, .kind = ADDRESS_PO_BOX, .number = { "7", 1 } },
};
static const struct email emails[] = {
    { GROUP_WORK, { "info@bakkerij.example", 21 }, { "info@bakkerij.example", 21 }, true, true, true },
};
static const struct phone phones[] = {
    { GROUP_HOME, PHONE_MOBILE, { "+31612345678", 12 }, { "9", 1 }, { "06 12345678", 11 }, true },
    { GROUP_WORK, PHONE_FAX, { "+31301234567", 12 }, { 0 }, { 0 }, false },
};
static const struct identifier identifiers[] = { { IDENTIFIER_KVK, { "12345678", 8 }, true } };
static const struct attribute attributes[] = {
    { { .field = FIELD_NOTE, .group = GROUP_NONE, .slot = 3 }, 4, ATTRIBUTE_DATE, { "2026-11-22", 10 } },
};

/* A name of 300 bytes takes the long form of a length. */
static struct mention everything(const char *long_name)
{
    return (struct mention){
        .kind = PARTY_PERSON,
        .name = { .given = { long_name, 300 },
                  .call_name = { "b", 1 },
                  .initials = { "c", 1 },
                  .prefix = { "d", 1 },
                  .surname = { "e", 1 },
                  .partner_prefix = { "f", 1 },
                  .partner_surname = { "g", 1 },
                  .titles_before = { "h", 1 },
                  .titles_after = { "i", 1 },
                  .suffix = { "j", 1 },
                  .raw = { "k", 1 },
                  .use = NAME_USE_OWN_PARTNER,
                  .gender = GENDER_FEMALE,
                  .nobility = "JV",
                  .confidence = 80 },
        .org = { .name = { "l", 1 },
                 .core = { "m", 1 },
                 .legal_form = { "n", 1 },
                 .trade_name = { "o", 1 },
                 .former_name = { "p", 1 },
                 .department = { "q", 1 },
                 .attention = { "r", 1 },
                 .elf = "54M6",
                 .confidence = 70 },
        .gender = GENDER_OTHER,
        .birth = { 1980, 3, 21 },
        .death = { 2020, 0, 0 },
        .addresses = addresses,
        .addresses_count = 2,
        .emails = emails,
        .emails_count = 1,
        .phones = phones,
        .phones_count = 2,
        .identifiers = identifiers,
        .identifiers_count = 1,
        .attributes = attributes,
        .attributes_count = 1,
    };
}

struct world {
    char long_name[300];
    struct mention mentions[2];
    struct role_claim role;
    struct stored_record record;
    struct normal_record normal;
    struct buf packed;
};

static void make(struct world *world)
{
    memset(world->long_name, 'x', sizeof(world->long_name));
    world->mentions[0] = everything(world->long_name);
    world->mentions[1] = (struct mention){ .kind = PARTY_ORGANISATION, .org.name = { "Bakkerij", 8 } };
    world->role = (struct role_claim){ .organisation = 1,
                                       .title = { "bakker", 6 },
                                       .department = { "oven", 4 },
                                       .part = { "decides", 7 },
                                       .since = { 2001, 2, 3 },
                                       .until = { 2004, 5, 0 } };
    world->record = (struct stored_record){ .seq = 7,
                                            .id = { 8 },
                                            .version = 2,
                                            .source_id = 3,
                                            .layout_id = 4,
                                            .source_key = { "K-1", 3 },
                                            .observed_ms = -5,
                                            .recorded_ms = 6 };
    world->normal = (struct normal_record){ .mentions = world->mentions,
                                            .mentions_count = 2,
                                            .roles = &world->role,
                                            .roles_count = 1,
                                            .is_couple = true,
                                            .modified_ms = 99 };
    world->packed = BUF_EMPTY;
    assert_true(packed_write(&world->record, &world->normal, &world->packed));
}

static void what_is_read_back_is_what_was_written(void **state)
{
    struct world world;
    make(&world);
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct stored_record record;
    struct normal_record normal;
    assert_true(packed_read(buf_text(&world.packed), &arena, &record, &normal));
    assert_int_equal(record.id.v, 8);
    assert_int_equal(record.version, 2);
    assert_int_equal(record.observed_ms, -5);
    assert_true(text_equal(record.source_key, TEXT("K-1")));
    assert_int_equal(normal.modified_ms, 99);
    assert_true(normal.is_couple);
    assert_int_equal(normal.mentions_count, 2);
    const struct mention *m = &normal.mentions[0];
    assert_int_equal(m->name.given.len, 300);
    assert_int_equal(m->name.use, NAME_USE_OWN_PARTNER);
    assert_string_equal(m->name.nobility, "JV");
    assert_string_equal(m->org.elf, "54M6");
    assert_int_equal(m->birth.year, 1980);
    assert_true(text_equal(m->addresses[0].key, TEXT("1234AB|12|A|2")));
    assert_int_equal(m->addresses[1].kind, ADDRESS_PO_BOX);
    assert_true(m->emails[0].is_throwaway);
    assert_int_equal(m->phones[1].kind, PHONE_FAX);
    assert_true(m->identifiers[0].valid);
    assert_int_equal(m->attributes[0].field.slot, 3);
    assert_true(text_equal(normal.mentions[1].org.name, TEXT("Bakkerij")));
    assert_int_equal(normal.roles[0].organisation, 1);
    assert_true(text_equal(normal.roles[0].part, TEXT("decides")));
    assert_int_equal(normal.roles[0].until.month, 5);

    /* no part is forgotten on one of the two ways */
    struct buf again = BUF_EMPTY;
    assert_true(packed_write(&record, &normal, &again));
    assert_true(text_equal(buf_text(&again), buf_text(&world.packed)));
    buf_done(&again);
    buf_done(&world.packed);
}

static void the_record_alone_can_be_read(void **state)
{
    struct world world;
    make(&world);
    struct stored_record record;
    assert_true(packed_read(buf_text(&world.packed), NULL, &record, NULL));
    assert_int_equal(record.seq, 7);
    buf_done(&world.packed);
}

static void what_is_cut_short_or_too_long_is_refused(void **state)
{
    struct world world;
    make(&world);
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct stored_record record;
    struct normal_record normal;
    for (size_t len = 0; len < world.packed.len; len++) {
        char *cut = malloc(len + 1); /* so that a reader past the end is caught */
        assert_non_null(cut);
        memcpy(cut, world.packed.ptr, len);
        assert_false(packed_read((struct text){ cut, len }, &arena, &record, &normal));
        arena_reset(&arena);
        free(cut);
    }
    buf_put_char(&world.packed, 'x');
    assert_false(packed_read(buf_text(&world.packed), &arena, &record, &normal));
    buf_done(&world.packed);
}

static void a_full_arena_is_told(void **state)
{
    struct world world;
    make(&world);
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(64);
    struct stored_record record;
    struct normal_record normal;
    assert_false(packed_read(buf_text(&world.packed), &arena, &record, &normal));
    buf_done(&world.packed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_back_is_what_was_written),
        cmocka_unit_test(the_record_alone_can_be_read),
        cmocka_unit_test(what_is_cut_short_or_too_long_is_refused),
        cmocka_unit_test(a_full_arena_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
