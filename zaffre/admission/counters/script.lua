-- One batch on counters that nodes share: each is read once, worked on in a table, and written once.
-- KEYS: sessions, session, counters. ARGV: session, sequence, and {{span, ends} of each counter, operations}.
local PARTS, SILENT, LATE, SOON, NEVER = 60, 30, 3600, 1, math.huge
local RING = PARTS + 1
local session, kinds, operations = ARGV[1], unpack(cmsgpack.unpack(ARGV[3]))
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000

local alive, nodes = {}, 0
local seen = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #seen, 2 do
  if seen[i] == session or tonumber(seen[i + 1]) > now - SILENT then
    alive[seen[i]], nodes = true, nodes + 1
  end
end
if not alive[session] then return false end

-- Parts lie in a ring, so that what is too old is where the newest goes. A part is forgotten when all of it is old.
local function forget_parts(window)
  local current = math.floor(now * PARTS / window.span)
  for number = window.last + 1, math.min(current, window.last + RING) do
    window.used = window.used - (window.parts[number % RING] or 0)
    window.parts[number % RING] = nil
  end
  window.last = math.max(current, window.last)
end

local function forget_sessions(balance)
  for name, amount in pairs(balance.reserved) do
    if alive[name] then balance.held = balance.held + amount
    else balance.reserved[name] = nil end
  end
end

local function opened(counters, number)
  local span, ends = unpack(kinds[number])
  local kept = redis.call('GET', KEYS[number + 2])
  local counter = kept and cmsgpack.unpack(kept)
    or span > 0 and {used = 0, span = span, last = 0, parts = {}}
    or {used = 0, reserved = {}}
  counter.held = 0
  if ends > 0 then counter.ends = ends end
  if counter.parts then forget_parts(counter) else forget_sessions(counter) end
  counters[number] = counter
  return counter
end

local counters = setmetatable({}, {__index = opened})

local function over_in(counter)
  if counter.span then return counter.span * (1 + 2 / PARTS) end
  if counter.ends then return math.max(0, counter.ends + LATE - now) end
  return (counter.used ~= 0 or counter.begun or next(counter.reserved)) and NEVER or 0
end

local function write(key, counter)
  local life = over_in(counter)
  counter.held, counter.is_changed = nil, nil
  if life == 0 then redis.call('DEL', key)
  elseif life == NEVER then redis.call('SET', key, cmsgpack.pack(counter))
  else redis.call('SET', key, cmsgpack.pack(counter), 'PX', math.ceil(life * 1000)) end
end

local function reset_of(counter)
  if not counter.parts then return counter.ends and math.max(0, counter.ends - now) end
  for number = counter.last, counter.last - PARTS, -1 do
    if (counter.parts[number % RING] or 0) > 0 then return (number + RING) * counter.span / PARTS - now end
  end
  return 0
end

local function level_of(counter)
  return {counter.used + counter.held, counter.held, reset_of(counter)}
end

local function wait_of(counter, amount, limit)
  local excess = counter.used + counter.held + amount - limit
  if excess <= 0 then return 0 end
  if amount > limit then return NEVER end
  if counter.parts then
    local number = counter.last - PARTS
    while number < counter.last do
      excess = excess - (counter.parts[number % RING] or 0)
      if excess <= 0 then break end
      number = number + 1
    end
    return math.max(0.001, (number + RING) * counter.span / PARTS - now)
  end
  if counter.used + amount <= limit then return SOON end
  return counter.ends and math.max(SOON, counter.ends - now) or NEVER
end

local function put(window, amount)
  local slot = window.last % RING
  window.parts[slot] = (window.parts[slot] or 0) + amount
  window.used = window.used + amount
  window.is_changed = true
end

local function hold(balance, amount)
  local mine = (balance.reserved[session] or 0) + amount
  balance.reserved[session] = mine > 0 and mine or nil
  balance.held = balance.held + amount
  balance.is_changed = true
end

local function spend(balance, amount)
  balance.used = balance.used + amount
  balance.is_changed = true
end

local function give_back(window, part, unused)
  local kept = part > window.last - RING and window.parts[part % RING]
  if kept and unused > 0 then
    unused = math.min(unused, kept)
    window.parts[part % RING] = kept - unused
    window.used = window.used - unused
    window.is_changed = true
  end
end

local work = {}

function work.reserve(claims)
  local longest, refused = 0, nil
  for i, claim in ipairs(claims) do
    local wait = wait_of(counters[claim[1]], claim[2], claim[3])
    if wait > longest then longest, refused = wait, i end
  end
  if refused then
    return {{level_of(counters[claims[refused][1]])}, {}, refused, longest < NEVER and longest or nil}
  end
  local levels, marks = {}, {}
  for i, claim in ipairs(claims) do
    local counter = counters[claim[1]]
    if counter.parts then put(counter, claim[2]) else hold(counter, claim[2]) end
    levels[i], marks[i] = level_of(counter), counter.last or 0
  end
  return {levels, marks}
end

function work.settle(claims)
  for _, claim in ipairs(claims) do
    local number, amount, used, part = unpack(claim)
    local counter = counters[number]
    if counter.parts then give_back(counter, part, amount - used)
    else
      hold(counter, -math.min(amount, counter.reserved[session] or 0))
      spend(counter, used)
    end
  end
  return {}
end

function work.carry(claims)
  for _, claim in ipairs(claims) do hold(counters[claim[1]], claim[2]) end
  return {}
end

function work.add(number, amount)
  spend(counters[number], amount)
  return {}
end

function work.window(number, amount)
  put(counters[number], amount)
  return {}
end

function work.begin(number, used)
  local counter = counters[number]
  if not counter.begun then
    counter.begun = true
    spend(counter, used)
  end
  return {{level_of(counter)}}
end

function work.read(numbers)
  local levels = {}
  for i, number in ipairs(numbers) do levels[i] = level_of(counters[number]) end
  return {levels}
end

local answers = {}
for i, operation in ipairs(operations) do answers[i] = work[operation[1]](unpack(operation, 2)) end

-- Nothing is written before all is done, so a mistake above leaves everything as it was.
redis.call('ZADD', KEYS[1], string.format('%.3f', now), session)
if nodes < #seen / 2 then redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - SILENT) end
redis.call('SET', KEYS[2], ARGV[2], 'EX', 86400)
for number, counter in pairs(counters) do
  if counter.is_changed then write(KEYS[number + 2], counter) end
end
return cmsgpack.pack({nodes, answers})
