#include "base/scoped.h"
#include "normal/name_compose.h"
#include "test.h"

enum { ARENA_BYTES = 1 << 20 };

static struct person_name name_of(const char *given, const char *prefix, const char *surname,
                                  const char *partner_prefix, const char *partner, enum name_use use)
{
    return (struct person_name){ .given = text_from(given),
                                 .prefix = text_from(prefix),
                                 .surname = text_from(surname),
                                 .partner_prefix = text_from(partner_prefix),
                                 .partner_surname = text_from(partner),
                                 .use = use };
}

static void initials_follow_the_register(void **state)
{
    static const struct {
        const char *given, *want;
    } cases[] = {
        { "Theo Philip IJsbrand", "T.P.I." },
        { "Anne-Fleur Belle", "A.B." },
        { "Suzie Q", "S.Q" },
        { "J P", "J P" },
        { "Anna Özil", "A.Ö." },
        { "Robert J.", "R.J." },
        { "Jan", "J." },
        { "", "" },
        { "élodie", "É." },
        { "Q Suzie", "Q S." },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_text(name_initials(text_from(cases[i].given), &arena), text_from(cases[i].want), cases[i].given);
}

static void letters_follow_the_register(void **state)
{
    static const struct {
        enum gender gender;
        enum name_use use;
        const char *given, *prefix, *surname, *partner_prefix, *partner;
        const char *line, *salutation, *running;
    } cases[] = {
        { GENDER_MALE, 'E', "Jan Piet", "van den", "Berg", "", "", "J.P. van den Berg", "Geachte heer Van den Berg",
          "de heer Van den Berg" },
        { GENDER_FEMALE, 'E', "Anna", "", "Bos", "van", "Dijk", "A. Bos", "Geachte mevrouw Bos", "mevrouw Bos" },
        { GENDER_FEMALE, 'P', "Anna", "", "Bos", "van", "Dijk", "A. van Dijk", "Geachte mevrouw Van Dijk",
          "mevrouw Van Dijk" },
        { GENDER_FEMALE, 'V', "Anna", "", "Bos", "van", "Dijk", "A. van Dijk-Bos", "Geachte mevrouw Van Dijk-Bos",
          "mevrouw Van Dijk-Bos" },
        { GENDER_FEMALE, 'N', "Anna", "", "Bos", "van", "Dijk", "A. Bos-van Dijk", "Geachte mevrouw Bos-van Dijk",
          "mevrouw Bos-van Dijk" },
        { GENDER_FEMALE, 'V', "Odette", "van", "Velzen", "Van Den", "Berg", "O. Van Den Berg-van Velzen",
          "Geachte mevrouw Van Den Berg-van Velzen", "mevrouw Van Den Berg-van Velzen" },
        { GENDER_FEMALE, 'V', "Anna", "", "Bos", "", "", "A. Bos", "Geachte mevrouw Bos", "mevrouw Bos" },
        { GENDER_MALE, 'P', "Kees", "de", "Wit", "", "", "K. de Wit", "Geachte heer De Wit", "de heer De Wit" },
        { GENDER_OTHER, 'E', "Jo Rene", "in het", "Zonnetje", "", "", "J.R. in het Zonnetje",
          "Geachte J.R. in het Zonnetje", "J.R. in het Zonnetje" },
        { GENDER_UNKNOWN, 'E', "", "van", "Dijk", "", "", "Van Dijk", "Geachte Van Dijk", "Van Dijk" },
        { GENDER_FEMALE, 'P', "Jo", "", "Bos", "'t", "Wolkje", "J. 't Wolkje", "Geachte mevrouw 't Wolkje",
          "mevrouw 't Wolkje" },
        { GENDER_MALE, 'E', "Marco", "d'", "Ancona", "", "", "M. d'Ancona", "Geachte heer d'Ancona",
          "de heer d'Ancona" },
        { GENDER_MALE, 'E', "Jan", "", "ijsbrand", "", "", "J. ijsbrand", "Geachte heer IJsbrand", "de heer IJsbrand" },
        { GENDER_MALE, 'E', "Jan", "", ".", "", "", "J.", "", "" },
        { GENDER_MALE, 'E', "Jan", "", "", "", "", "J.", "", "" },
        { GENDER_MALE, 0, "Wim", "ten", "Brink", "op den", "Kamp", "W. ten Brink-op den Kamp",
          "Geachte heer Ten Brink-op den Kamp", "de heer Ten Brink-op den Kamp" },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct person_name name = name_of(cases[i].given, cases[i].prefix, cases[i].surname, cases[i].partner_prefix,
                                          cases[i].partner, cases[i].use);
        check_text(name_address_line(&name, cases[i].gender, &arena), text_from(cases[i].line), cases[i].line);
        check_text(name_salutation(&name, cases[i].gender, &arena), text_from(cases[i].salutation), cases[i].line);
        check_text(name_running_text(&name, cases[i].gender, &arena), text_from(cases[i].running), cases[i].line);
    }
}

static void nobility_has_its_own_salutation(void **state)
{
    static const struct {
        const char *code, *line, *salutation;
        enum name_use use;
        const char *partner;
        enum gender gender;
    } cases[] = {
        { "JH", "jhr. W. van Lynden", "Hoogwelgeboren heer Van Lynden", 'E', "", GENDER_MALE },
        { "B", "W. baron van Lynden", "Hoogwelgeboren heer Van Lynden", 'E', "", GENDER_MALE },
        { "G", "W. graaf van Lynden", "Hooggeboren heer Van Lynden", 'E', "", GENDER_MALE },
        { "GI", "W. gravin van Lynden", "Hooggeboren vrouwe Van Lynden", 'E', "", GENDER_FEMALE },
        { "P", "W. prins van Lynden", "Hoogheid", 'E', "", GENDER_MALE },
        { "BS", "W. Bos", "Geachte mevrouw Bos", 'P', "Bos", GENDER_FEMALE },
        { "JV", "W. van Lynden", "Geachte mevrouw Van Lynden", 'E', "Bos", GENDER_FEMALE },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct person_name name = name_of("Willem", "van", "Lynden", "", cases[i].partner, cases[i].use);
        memcpy(name.nobility, cases[i].code, strlen(cases[i].code));
        struct text line = name_address_line(&name, cases[i].gender, &arena);
        /* an address line opens with a capital */
        assert_true(text_equal_nocase(line, text_from(cases[i].line)));
        check_text(name_salutation(&name, cases[i].gender, &arena), text_from(cases[i].salutation), cases[i].code);
    }
}

static void lists_are_sorted_by_custom(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    struct person_name name = name_of("Jan", "van den", "Berg", "", "", NAME_USE_OWN);
    check_text(name_sort(&name, NAME_CUSTOM_NL, &arena), TEXT("Berg, Jan van den"), "NL");
    check_text(name_sort(&name, NAME_CUSTOM_BE, &arena), TEXT("Van den Berg, Jan"), "BE");
    name = name_of("", "'s", "Jongers", "", "", NAME_USE_OWN);
    check_text(name_sort_surname(&name, NAME_CUSTOM_BE, &arena), TEXT("'s Jongers"), "'s stays");
    name = name_of("Anna", "", "Bos", "van", "Dijk", NAME_USE_PARTNER_OWN);
    check_text(name_sort(&name, NAME_CUSTOM_NL, &arena), TEXT("Dijk, Anna van"), "as used");
    check_int(name_custom_of("BE"), NAME_CUSTOM_BE, "BE");
    check_int(name_custom_of("NL"), NAME_CUSTOM_NL, "NL");
    const char unknown[3] = "";
    check_int(name_custom_of(unknown), NAME_CUSTOM_NL, "unknown");
}

static void households_are_greeted_together(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    struct person_name bos = name_of("Jan", "", "Bos", "", "", NAME_USE_OWN),
                       vries = name_of("Anna", "de", "Vries", "", "", NAME_USE_OWN);
    struct person_name two[] = { bos, vries }, same[] = { bos, bos };
    const enum gender pair[] = { GENDER_MALE, GENDER_FEMALE }, unknown[] = { GENDER_UNKNOWN, GENDER_UNKNOWN };
    check_text(name_household(two, pair, 2, &arena), TEXT("De heer J. Bos en mevrouw A. de Vries"), "two names");
    check_text(name_household_salutation(two, pair, 2, &arena), TEXT("Geachte heer Bos, geachte mevrouw De Vries"),
               "two names");
    check_text(name_household(&vries, unknown, 1, &arena), TEXT("Familie De Vries"), "one name");
    check_text(name_household_salutation(&vries, unknown, 1, &arena), TEXT("Geachte familie De Vries"), "one name");
    same[0].given = same[1].given = TEXT_EMPTY;
    check_text(name_household(same, pair, 2, &arena), TEXT("De heer en mevrouw Bos"), "shared name");
    check_text(name_household_salutation(same, pair, 2, &arena), TEXT("Geachte heer en mevrouw Bos"), "shared name");
    check_text(name_estate(&bos, &arena), TEXT("Aan de erven van J. Bos"), "estate");
}

/* inputs gender … partner_geslachtsnaam, then the four lines. */
static void the_vector_file_is_composed_whole(void **state)
{
    const char *folder = samples_folder();
    if (!folder) {
        print_message("# skipped: KLANTBEELD_SHARED is not set\n");
        skip();
    }
    char path[1024], line[4096];
    snprintf(path, sizeof(path), "%s/samples/vectors/names_compose_nl.tsv", folder);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    bool header = true;
    while (fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\r\n")] = '\0';
        struct text rest = text_from(line), cell[11] = { 0 };
        for (size_t i = 0; i < 11 && text_next(&rest, '\t', &cell[i]); i++)
            ;
        if (header || cell[0].len == 0) {
            header = false;
            continue;
        }
        struct person_name name = { .given = cell[2],
                                    .prefix = cell[3],
                                    .surname = cell[4],
                                    .partner_prefix = cell[5],
                                    .partner_surname = cell[6],
                                    .use = (enum name_use)cell[1].ptr[0] };
        enum gender gender = cell[0].ptr[0] == 'M' ? GENDER_MALE : cell[0].ptr[0] == 'V' ? GENDER_FEMALE : GENDER_OTHER;
        check_text(name_initials(name.given, &arena), cell[7], line);
        check_text(name_address_line(&name, gender, &arena), cell[8], line);
        check_text(name_salutation(&name, gender, &arena), cell[9], line);
        check_text(name_running_text(&name, gender, &arena), cell[10], line);
    }
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(initials_follow_the_register),    cmocka_unit_test(letters_follow_the_register),
        cmocka_unit_test(nobility_has_its_own_salutation), cmocka_unit_test(lists_are_sorted_by_custom),
        cmocka_unit_test(households_are_greeted_together), cmocka_unit_test(the_vector_file_is_composed_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
