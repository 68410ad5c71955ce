from __future__ import annotations
import statistics, time
from itertools import batched
from config_rules import compile_policy, decide, evaluate
from tests.config_rules.twelve import LEVELS, VOCABULARY, by_hand, people
compiled = compile_policy(LEVELS, VOCABULARY)
pop = people(100_000)
from collections import Counter
print(Counter(by_hand(p) for p in pop))
bad=[p for p in pop if by_hand(p)!=decide(compiled,p)]
print("disagree",len(bad)); 
if bad: print(bad[0], by_hand(bad[0]), evaluate(compiled,bad[0]).reasons)
def cpu(f, chunk):
    s=time.process_time_ns()
    for p in chunk: f(p)
    return time.process_time_ns()-s
cands={"hand":by_hand,"answer":compiled.answer,"raw decide":compiled._decide,"decide":lambda p,c=compiled:decide(c,p),"raw judge":compiled._judge,"judge":compiled.judgement,"evaluate":lambda p:evaluate(compiled,p)}
res={k:[] for k in cands}
for ch in batched(pop,2000):
    for k,f in cands.items(): res[k].append(cpu(f,ch)/len(ch))
h=res["hand"]
for k in cands: print(k, round(statistics.median(res[k])), "ns", round(statistics.median(a/b for a,b in zip(res[k],h)),2))
