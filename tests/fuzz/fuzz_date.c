/* Any bytes as a date, a stamp, a number and a cell to be washed; what is printed reads back. */
#include <stdlib.h>

#include "base/scoped.h"
#include "normal/clean.h"
#include "normal/date.h"
#include "normal/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 2000)
        return 0;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct text raw = { (const char *)data + 1, size - 1 }, number, again_number;
    struct date once, twice;
    date_read(raw, (enum date_order)(data[0] % 4), 1795340400000, data[0] & 8, &once);
    if (date_is_known(once)) {
        struct date_text text = date_text(once);
        date_read(text_from(text.s), (enum date_order)(data[0] % 4), 1795340400000, data[0] & 8, &twice);
        if (text.s[0] && date_is_whole(once) &&
            (once.year != twice.year || once.month != twice.month || once.day != twice.day))
            abort();
    }
    date_time_read_ms(raw, (enum date_order)(data[0] % 4), 1795340400000);
    if (number_read(raw, data[0] & 4, &arena, &number) == FINDING_NONE) {
        number_read(number, false, &arena, &again_number);
        if (!text_equal(number, again_number))
            abort();
    }
    enum finding finding;
    struct text clean = clean_value(raw, 400, data[0] & 16, &arena, &finding);
    struct text twice_clean = clean_value(clean, 400, data[0] & 16, &arena, &finding);
    if (clean.len > 400 || !text_equal(clean, twice_clean))
        abort();
    clean_is_filler_of(clean, (enum field)(data[0] % FIELD_COUNT));
    return 0;
}
