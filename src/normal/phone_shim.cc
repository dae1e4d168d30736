/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/phone_shim.h"

#include <cstring>
#include <string>

#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace
{

phone_shim_type type_of(PhoneNumberUtil::PhoneNumberType type)
{
    switch (type) {
    case PhoneNumberUtil::FIXED_LINE: return PHONE_SHIM_FIXED;
    case PhoneNumberUtil::MOBILE: return PHONE_SHIM_MOBILE;
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: return PHONE_SHIM_FIXED_OR_MOBILE;
    case PhoneNumberUtil::TOLL_FREE: return PHONE_SHIM_TOLL_FREE;
    case PhoneNumberUtil::PREMIUM_RATE: return PHONE_SHIM_PREMIUM;
    case PhoneNumberUtil::VOIP: return PHONE_SHIM_VOIP;
    case PhoneNumberUtil::PAGER: return PHONE_SHIM_PAGER;
    case PhoneNumberUtil::UAN: return PHONE_SHIM_UAN;
    default: return PHONE_SHIM_UNKNOWN;
    }
}

void put(char *to, size_t room, const std::string &from)
{
    size_t len = from.size() < room - 1 ? from.size() : room - 1;
    std::memcpy(to, from.data(), len);
    to[len] = '\0';
}

} // namespace

extern "C" bool phone_shim_read(const char *digits, size_t len, const char *country, struct phone_shim_number *ret)
{
    *ret = phone_shim_number();
    try {
        const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        const std::string region = country[0] ? country : "ZZ";
        if (util->Parse(std::string(digits, len), region, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
            return false;
        std::string text;
        util->Format(number, PhoneNumberUtil::E164, &text);
        if (text.size() >= sizeof(ret->e164))
            return false;
        put(ret->e164, sizeof(ret->e164), text);
        util->Format(number, PhoneNumberUtil::NATIONAL, &text);
        put(ret->national, sizeof(ret->national), text);
        ret->possible = util->IsPossibleNumber(number);
        ret->valid = util->IsValidNumber(number);
        ret->type = ret->valid ? type_of(util->GetNumberType(number)) : PHONE_SHIM_UNKNOWN;
        util->GetRegionCodeForNumber(number, &text);
        if (text.size() == 2)
            put(ret->country, sizeof(ret->country), text);
        return true;
    } catch (...) {
        return false;
    }
}
