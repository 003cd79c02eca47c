"""Building a project: again and again, at once where nothing changed, and never half.

    inputs    what a build depends on, by content, and the key over all of it
    stamp     what the last build of these inputs made; where it still stands, there is nothing to do
    compiling pages -> contract text, where only changed pages are understood and only changed operations printed
    service   one service: pages, contract, targets -> files in memory. Pure; runs here, in a pool or in a cluster
    delivery  files in memory -> files on the disk, staged beside their places; journal and exchange put them in place
    recovery  who may deliver, and what the one before has left to finish
    causes    which page makes which file stale

`inputs`, `stamp` and `recovery` run every time and import next to nothing; the rest is imported when there is work to do.
"""
