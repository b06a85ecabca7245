-- One batch of operations on shared counters, done at once. The store's own clock is the only one.
-- KEYS: sessions, session, generation. ARGV: prefix, session, sequence, operations as JSON.
local prefix, session, sequence = ARGV[1], ARGV[2], ARGV[3]
local PARTS, SILENT, SOON = 60, 30, 1000
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000

if redis.call('ZSCORE', KEYS[1], session) == false then
  return {-1}
end
redis.call('ZADD', KEYS[1], string.format('%.3f', now), session)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - SILENT)
redis.call('SET', KEYS[2], sequence, 'EX', 86400)
local alive, nodes = {}, 0
for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  alive[name] = true
  nodes = nodes + 1
end

local function whole(number) return string.format('%.0f', number) end

-- A window is kept in parts; a part is forgotten only when all of it is old.
local function window(name, span)
  local key, length = prefix .. name, span / PARTS
  local current = math.floor(now / length)
  local kept = redis.call('HMGET', key, 'first', 'total')
  local first, total = tonumber(kept[1]) or current, tonumber(kept[2]) or 0
  while first < current - PARTS do
    local old = tonumber(redis.call('HGET', key, 'p' .. whole(first)))
    if old then
      total = total - old
      redis.call('HDEL', key, 'p' .. whole(first))
    end
    first = first + 1
    -- Of one that nobody touched for long nothing is left, and nothing is to be walked through.
    if total <= 0 then first = current end
  end
  return {key = key, span = span, length = length, current = current, first = first, used = total, reserved = 0}
end

local function balance(name)
  local key = prefix .. name
  local fields = redis.call('HGETALL', key)
  local found = {key = key, used = 0, reserved = 0, mine = 0, begun = false}
  for i = 1, #fields, 2 do
    local field, value = fields[i], fields[i + 1]
    if field == 'used' then found.used = tonumber(value)
    elseif field == 'begun' then found.begun = true
    elseif alive[string.sub(field, 3)] then
      found.reserved = found.reserved + tonumber(value)
      if string.sub(field, 3) == session then found.mine = tonumber(value) end
    else redis.call('HDEL', key, field) end
  end
  return found
end

local function wait_of(meter, amount, limit, ends)
  if meter.span then
    if amount > limit then return -1 end
    local excess, part = meter.used + amount - limit, meter.first
    if excess <= 0 then return 0 end
    while part <= meter.current do
      excess = excess - (tonumber(redis.call('HGET', meter.key, 'p' .. whole(part))) or 0)
      if excess <= 0 then break end
      part = part + 1
    end
    return math.max(1, math.ceil(((part + PARTS + 1) * meter.length - now) * 1000))
  end
  if meter.used + meter.reserved + amount <= limit then return 0 end
  if meter.used + amount <= limit then return SOON end
  if ends == 0 or amount > limit then return -1 end
  return math.max(SOON, math.ceil((ends - now) * 1000))
end

local function reset_of(meter, ends)
  if meter.span then
    if meter.used == 0 then return 0 end
    return math.ceil(((meter.current + PARTS + 1) * meter.length - now) * 1000)
  end
  if ends == 0 then return -1 end
  return math.max(0, math.ceil((ends - now) * 1000))
end

local function put(meter, amount)
  redis.call('HINCRBY', meter.key, 'p' .. whole(meter.current), whole(amount))
  redis.call('HSET', meter.key, 'first', whole(meter.first), 'total', whole(meter.used + amount), 'span', meter.span)
  redis.call('PEXPIRE', meter.key, math.ceil((meter.span + 2 * meter.length) * 1000))
  meter.used = meter.used + amount
end

local function keep(key, ends)
  if ends ~= 0 then redis.call('EXPIREAT', key, math.ceil(ends) + 3600) end
end

local function hold(meter, amount, ends)
  meter.mine = meter.mine + amount
  meter.reserved = meter.reserved + amount
  if meter.mine > 0 then redis.call('HSET', meter.key, 'r:' .. session, whole(meter.mine))
  else redis.call('HDEL', meter.key, 'r:' .. session) end
  keep(meter.key, ends)
end

local function spend(key, amount, ends)
  if amount ~= 0 then redis.call('HINCRBY', key, 'used', whole(amount)) end
  keep(key, ends)
end

local work = {}

function work.reserve(claims)
  local meters, worst, index = {}, 0, 0
  for i, claim in ipairs(claims) do
    local meter = claim[4] > 0 and window(claim[1], claim[4]) or balance(claim[1])
    meters[i] = meter
    local wait = wait_of(meter, claim[2], claim[3], claim[5])
    if wait == -1 or (worst ~= -1 and wait > worst) then
      if worst ~= -1 then worst, index = wait, i end
    end
  end
  if index > 0 then
    local meter = meters[index]
    return {0, index, meter.used + meter.reserved, meter.reserved, reset_of(meter, claims[index][5]), worst}
  end
  local answer = {1}
  for i, claim in ipairs(claims) do
    local meter, mark = meters[i], 0
    if meter.span then
      put(meter, claim[2])
      mark = meter.current
    else hold(meter, claim[2], claim[5]) end
    answer[#answer + 1] = {meter.used + meter.reserved, meter.reserved, reset_of(meter, claim[5]), mark}
  end
  return answer
end

function work.settle(claims)
  for _, claim in ipairs(claims) do
    local name, amount, span, ends, used, mark = unpack(claim)
    if span == 0 then
      local meter = balance(name)
      hold(meter, -math.min(amount, meter.mine), ends)
      spend(meter.key, used, ends)
    elseif mark > 0 and used < amount then
      local meter, field = window(name, span), 'p' .. whole(mark)
      if mark >= meter.current - PARTS and redis.call('HEXISTS', meter.key, field) == 1 then
        redis.call('HINCRBY', meter.key, field, whole(used - amount))
        redis.call('HSET', meter.key, 'first', whole(meter.first), 'total', whole(meter.used - amount + used))
      end
    end
  end
  return {1}
end

function work.carry(claims)
  for _, claim in ipairs(claims) do hold(balance(claim[1]), claim[2], claim[5]) end
  return {1}
end

function work.add(name, amount, ends)
  spend(prefix .. name, amount, ends)
  return {1}
end

function work.window(name, amount, span)
  put(window(name, span), amount)
  return {1}
end

function work.begin(name, used, ends)
  if redis.call('HSETNX', prefix .. name, 'begun', 1) == 1 then spend(prefix .. name, used, ends) end
  local meter = balance(name)
  return {meter.used + meter.reserved, meter.reserved, reset_of(meter, ends)}
end

function work.read(names)
  local answer = {}
  for i, name in ipairs(names) do
    local span = tonumber(redis.call('HGET', prefix .. name, 'span'))
    local meter = span and window(name, span) or balance(name)
    answer[i] = {meter.used + meter.reserved, meter.reserved, reset_of(meter, 0)}
  end
  return answer
end

local answers = {}
for i, op in ipairs(cjson.decode(ARGV[4])) do
  answers[i] = work[op[1]](op[2], op[3], op[4])
end
return {nodes, answers}
