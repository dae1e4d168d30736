/* Inside flow/profile/profile_*.c only. */
#pragma once

#include "base/text.h"

/* Of a text in a profile: from the sign after the opening quote to before the closing one, still escaped. */
struct text profile_string_at(struct text t, size_t from);
