-- wrk asks one path after another out of a file, in an order of its own per thread.
--   PATHS=FILE [PAUSE_MS=N] wrk … -s bench/page.lua URL
-- PAUSE_MS is waited between an answer and the next question of a connection: connections / pause is the rate.
local paths, pause, seed = {}, tonumber(os.getenv("PAUSE_MS") or "0"), 0

function setup(thread)
    seed = seed + 1
    thread:set("seed", seed)
end

function init(args)
    for line in io.lines(os.getenv("PATHS")) do
        paths[#paths + 1] = wrk.format("GET", line)
    end
    math.randomseed(seed)
end

function request()
    return paths[math.random(#paths)]
end

if pause > 0 then
    function delay()
        return math.random(0, 2 * pause)
    end
end

function done(summary, latency, requests)
    local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
    io.write(string.format("page %d %.3f %.3f %.3f %d\n", summary.requests, summary.duration / 1e6,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, wrong))
end
