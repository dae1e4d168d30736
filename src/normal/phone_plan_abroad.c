/*
 * The plain part of the plans of Germany, France, the United Kingdom,
 * Luxembourg and North America: blocks that are in use as a whole, so that
 * their first digits and their length decide.  What is not in the table is not
 * wrong; the library is asked.
 *
 * Facts: Bundesnetzagentur (Nummernbereiche für Mobilfunk; Ortsnetze with two
 * digits), ARCEP (plan national de numérotation), Ofcom (National Telephone
 * Numbering Plan), ILR (plan national de numérotage), NANPA (geographic area
 * codes in service).  A test asks libphonenumber the same questions.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/phone_plan.h"
#include "base/search.h"

#include <string.h>

/* A block: first digits of the national number, its length, and how it is written ('#' is a digit). */
struct block {
    char country[3];
    char starts[5];
    uint8_t len;
    enum phone_kind kind;
    const char *written;
};

static const struct block blocks[] = {
    { "FR", "1", 9, PHONE_FIXED, "0# ## ## ## ##" },    { "FR", "2", 9, PHONE_FIXED, "0# ## ## ## ##" },
    { "FR", "3", 9, PHONE_FIXED, "0# ## ## ## ##" },    { "FR", "5", 9, PHONE_FIXED, "0# ## ## ## ##" },
    { "FR", "6", 9, PHONE_MOBILE, "0# ## ## ## ##" },   { "FR", "7", 9, PHONE_MOBILE, "0# ## ## ## ##" },
    { "FR", "9", 9, PHONE_VOIP, "0# ## ## ## ##" },     { "DE", "151", 11, PHONE_MOBILE, "0#### #######" },
    { "DE", "152", 11, PHONE_MOBILE, "0#### #######" }, { "DE", "157", 11, PHONE_MOBILE, "0#### #######" },
    { "DE", "159", 11, PHONE_MOBILE, "0#### #######" }, { "DE", "160", 10, PHONE_MOBILE, "0### #######" },
    { "DE", "160", 11, PHONE_MOBILE, "0### ########" }, { "DE", "162", 10, PHONE_MOBILE, "0### #######" },
    { "DE", "163", 10, PHONE_MOBILE, "0### #######" },  { "DE", "17", 10, PHONE_MOBILE, "0### #######" },
    { "DE", "17", 11, PHONE_MOBILE, "0### ########" },  { "DE", "30", 10, PHONE_FIXED, "0## ########" },
    { "DE", "40", 10, PHONE_FIXED, "0## ########" },    { "DE", "69", 10, PHONE_FIXED, "0## ########" },
    { "DE", "89", 10, PHONE_FIXED, "0## ########" },    { "GB", "20", 10, PHONE_FIXED, "0## #### ####" },
    { "GB", "71", 10, PHONE_MOBILE, "0#### ######" },   { "GB", "72", 10, PHONE_MOBILE, "0#### ######" },
    { "GB", "73", 10, PHONE_MOBILE, "0#### ######" },   { "GB", "74", 10, PHONE_MOBILE, "0#### ######" },
    { "GB", "75", 10, PHONE_MOBILE, "0#### ######" },   { "GB", "78", 10, PHONE_MOBILE, "0#### ######" },
    { "GB", "79", 10, PHONE_MOBILE, "0#### ######" },   { "GB", "161", 10, PHONE_FIXED, "0### ### ####" },
    { "LU", "621", 9, PHONE_MOBILE, "### ### ###" },    { "LU", "661", 9, PHONE_MOBILE, "### ### ###" },
    { "LU", "691", 9, PHONE_MOBILE, "### ### ###" },    { "LU", "2", 8, PHONE_FIXED, "## ## ## ##" },
    { "LU", "2", 6, PHONE_FIXED, "## ## ##" },          { "LU", "3", 6, PHONE_FIXED, "## ## ##" },
    { "LU", "4", 6, PHONE_FIXED, "## ## ##" },          { "LU", "5", 6, PHONE_FIXED, "## ## ##" },
};

/* Within these blocks not everything is in use. */
static const struct {
    char country[3];
    char starts[4];
} not_sure[] = {
    { "FR", "40" },  { "FR", "63" },  { "FR", "69" },  { "FR", "70" }, { "FR", "71" }, { "FR", "72" }, { "GB", "202" },
    { "GB", "205" }, { "GB", "206" }, { "GB", "209" }, { "LU", "20" }, { "LU", "21" }, { "LU", "35" },
};

static const uint16_t areas_of_north_america[] = {
    201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 220, 223, 224, 225, 226,
    228, 229, 231, 234, 236, 239, 240, 248, 249, 250, 251, 252, 253, 254, 256, 260, 262, 263, 267, 269, 270, 272, 276,
    279, 281, 283, 289, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320,
    321, 323, 325, 326, 330, 331, 332, 334, 336, 337, 339, 341, 343, 346, 347, 351, 352, 360, 361, 364, 365, 367, 368,
    380, 385, 386, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415, 416, 417, 418, 419, 423, 424,
    425, 430, 431, 432, 434, 435, 437, 438, 440, 442, 443, 445, 447, 448, 450, 458, 463, 464, 468, 469, 470, 474, 475,
    478, 479, 480, 484, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 512, 513, 514, 515, 516, 517, 518, 519, 520,
    530, 531, 534, 539, 540, 541, 548, 551, 559, 561, 562, 563, 564, 567, 570, 571, 572, 573, 574, 575, 579, 580, 581,
    582, 584, 585, 586, 587, 601, 602, 603, 604, 605, 606, 607, 608, 609, 610, 612, 613, 614, 615, 616, 617, 618, 619,
    620, 623, 626, 628, 629, 630, 631, 636, 639, 640, 641, 646, 647, 650, 651, 656, 657, 659, 660, 661, 662, 667, 669,
    672, 678, 680, 681, 682, 689, 701, 702, 703, 704, 705, 706, 707, 708, 709, 712, 713, 714, 715, 716, 717, 718, 719,
    720, 724, 725, 726, 727, 731, 732, 734, 737, 740, 742, 743, 747, 753, 754, 757, 760, 762, 763, 765, 769, 770, 771,
    772, 773, 774, 775, 778, 779, 780, 781, 782, 785, 786, 787, 801, 802, 803, 804, 805, 806, 807, 808, 809, 810, 812,
    813, 814, 815, 816, 817, 818, 819, 820, 825, 826, 828, 830, 831, 832, 838, 839, 840, 843, 845, 847, 848, 849, 850,
    854, 856, 857, 858, 859, 860, 862, 863, 864, 865, 867, 870, 872, 873, 878, 901, 902, 903, 904, 905, 906, 907, 908,
    909, 910, 912, 913, 914, 915, 916, 917, 918, 919, 920, 925, 928, 929, 930, 931, 934, 936, 937, 938, 939, 940, 941,
    943, 945, 947, 948, 949, 951, 952, 954, 956, 959, 970, 971, 972, 973, 978, 979, 980, 984, 985, 986, 989,
};

static bool is_area_of_north_america(const char *d)
{
    unsigned area = (unsigned)(d[0] - '0') * 100 + (unsigned)(d[1] - '0') * 10 + (unsigned)(d[2] - '0');
    size_t count = sizeof(areas_of_north_america) / sizeof(areas_of_north_america[0]);
    size_t at = LOWER_BOUND(i, 0, count, areas_of_north_america[i] < area);
    return at < count && areas_of_north_america[at] == area;
}

static void write_as(const char *d, const char *written, char *into)
{
    for (; *written; written++)
        *into++ = *written == '#' ? *d++ : *written;
    *into = '\0';
}

static bool starts_as(const char *d, const char *starts)
{
    return strncmp(d, starts, strlen(starts)) == 0;
}

bool phone_plan_abroad(const char *country, const char *d, size_t len, char *ret_national, enum phone_kind *ret_kind)
{
    if (strcmp(country, "US") == 0) {
        if (len != 10 || !is_area_of_north_america(d) || d[3] < '2')
            return false;
        *ret_kind = PHONE_UNKNOWN; /* the plan does not tell a mobile from a fixed line */
        write_as(d, "(###) ###-####", ret_national);
        return true;
    }
    for (size_t i = 0; i < sizeof(not_sure) / sizeof(not_sure[0]); i++)
        if (strcmp(not_sure[i].country, country) == 0 && starts_as(d, not_sure[i].starts))
            return false;
    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
        const struct block *block = &blocks[i];
        if (block->len != len || strcmp(block->country, country) != 0 || !starts_as(d, block->starts))
            continue;
        *ret_kind = block->kind;
        write_as(d, block->written, ret_national);
        return true;
    }
    return false;
}
