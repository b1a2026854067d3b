/** What every page looks like: light and dark, on screens and on paper. */
export const PAGE_STYLE = `:root{color-scheme:light dark;--ink:#1f2328;--quiet:#59636e;--rule:#d8dee4;--paper:#fff;--bar:#8fb8de;--link:#0a5cb0;
--c0:#1f6fb4;--c1:#c8500b;--c2:#1a7f5a;--c3:#9a3d97;--c4:#8a6500;--c5:#c2255c}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ed;--quiet:#9aa4af;--rule:#323942;--paper:#14171b;--bar:#33658f;--link:#7db8f0;
--c0:#6cb2f0;--c1:#f5924e;--c2:#4fc596;--c3:#d78bd4;--c4:#d9b44a;--c5:#f27fa5}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:76rem;margin:2.5rem auto 4rem;padding:0 1.25rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .4rem;letter-spacing:-.01em;overflow-wrap:anywhere;text-wrap:balance}
h2{font-size:1.25rem;margin:3.2rem 0 .4rem;padding-top:1rem;border-top:1px solid var(--rule)}h3{font-size:1rem;margin:2rem 0 .4rem;overflow-wrap:anywhere}p,summary{overflow-wrap:break-word}h3+.wide{margin-top:0}
p{max-width:46rem;margin:.5rem 0}a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.2em}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.4rem}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto;margin:1.2rem 0}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.32rem .8rem;text-align:right;border-bottom:1px solid var(--rule);vertical-align:baseline}
th:first-child{text-align:left;font-weight:600}
figure{margin:1.8rem 0}figure .wide{margin:0}img{max-width:100%;height:auto}figcaption{color:var(--quiet);margin-top:.3rem}
@media (max-width:40rem){.wide img{max-width:none}}
@media print{:root{color-scheme:light;--ink:#000;--quiet:#444;--rule:#bbb;--paper:#fff;--bar:#8fb8de;--link:#000;
--c0:#1f6fb4;--c1:#c8500b;--c2:#1a7f5a;--c3:#9a3d97;--c4:#8a6500;--c5:#c2255c}
body{margin:0;max-width:none;font-size:10pt}.wide{overflow:visible}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}}
.lead,.quiet{color:var(--quiet)}.lead{max-width:60rem;margin:0 0 1.4rem}
th{font-weight:400;color:var(--quiet)}tbody th,th:first-child{color:var(--ink);white-space:nowrap}thead th{vertical-align:bottom;font-size:.86rem;line-height:1.3;max-width:10rem;overflow-wrap:break-word}
tbody th:first-child{font-weight:400}thead th:first-child{font-weight:400;color:var(--quiet)}
thead th[scope=colgroup]{color:var(--ink);text-align:center;max-width:none}thead td{border:0}
th:first-child{position:sticky;left:0;background:var(--paper);padding-left:0}
td{white-space:nowrap}.first{padding-left:1.8rem}
.interval{color:var(--quiet);font-size:.8em;margin-left:.35em}h3 small{color:var(--quiet);font-weight:400;margin-left:.6em}.stack .interval{display:block;margin:0;line-height:1.2}
.bar{background:linear-gradient(var(--bar),var(--bar)) no-repeat left .8rem bottom 0/calc((100% - 1.6rem)*var(--share)) 2px}
.bar{min-width:6.8rem}
.summary th[scope=rowgroup]{padding-top:.9rem;font-weight:600}.summary th a{color:inherit;text-decoration-color:var(--rule)}
.summary tbody th[scope=row]{padding-left:1rem}.summary .interval{display:inline-block;min-width:7.6em;text-align:left;margin-left:.6em}
.summary thead th{max-width:16rem}
@media (max-width:40rem){tbody th:first-child{white-space:normal;min-width:6rem;max-width:9rem}.summary tbody th[scope=rowgroup]{max-width:none}th,td{padding-left:.3rem;padding-right:.3rem}.panels.many{grid-template-columns:1fr 1fr}.summary thead th{max-width:7rem;overflow-wrap:anywhere}.summary thead th:last-child{overflow-wrap:normal}
.summary .interval{display:block;min-width:0;text-align:right;margin:0}.summary tbody th[scope=row]{padding-left:0}}
strong{font-weight:700}.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.4rem 1.2rem}.panels.one{display:block;max-width:46rem}.panels.few{grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr))}
svg{display:block;width:100%;height:auto;font:11px system-ui,sans-serif;overflow:visible;color:var(--ink)}svg [aria-label*=tick]{fill:var(--quiet)}
.keys{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:.3rem 0 .6rem;font-size:.9rem}.keys span{overflow-wrap:anywhere;min-width:0}.keys svg{display:inline-block;width:1.8rem;height:.6rem;margin-right:.4rem;vertical-align:middle}
details{margin:.6rem 0}summary{cursor:pointer}pre{overflow-x:auto;font-size:.8rem;line-height:1.45;border-left:2px solid var(--rule);padding-left:1rem}
code{font-size:.86em;overflow-wrap:anywhere}`;
