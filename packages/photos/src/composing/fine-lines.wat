;; What takes the time of an edit in a large face, four values at once. A pixel here is four floats: what is added in red, green and blue, and
;; how much of the photo's detail fades; or the aligned face, and nothing.
(module
  (memory (export "memory") 1)

  ;; Blends four neighbours `step` bytes apart, for `count` places that follow one another, and writes the results `stride` bytes apart.
  (func (export "blend")
    (param $from i32) (param $step i32) (param $into i32) (param $stride i32) (param $count i32)
    (param $w0 f32) (param $w1 f32) (param $w2 f32) (param $w3 f32)
    (local $second i32) (local $third i32)
    (local.set $second (i32.add (local.get $step) (local.get $step)))
    (local.set $third (i32.add (local.get $second) (local.get $step)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (v128.store (local.get $into)
          (f32x4.add
            (f32x4.add
              (f32x4.mul (f32x4.splat (local.get $w0)) (v128.load (local.get $from)))
              (f32x4.mul (f32x4.splat (local.get $w1)) (v128.load (i32.add (local.get $from) (local.get $step)))))
            (f32x4.add
              (f32x4.mul (f32x4.splat (local.get $w2)) (v128.load (i32.add (local.get $from) (local.get $second))))
              (f32x4.mul (f32x4.splat (local.get $w3)) (v128.load (i32.add (local.get $from) (local.get $third)))))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (local.set $into (i32.add (local.get $into) (local.get $stride)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next))))

  ;; The pixel between the four at `at`, by straight lines.
  (func $between (param $at i32) (param $pitch i32) (param $s v128) (param $t v128) (result v128)
    (local $above v128) (local $below v128)
    (local.set $above (v128.load (local.get $at)))
    (local.set $above
      (f32x4.add (local.get $above)
        (f32x4.mul (local.get $s) (f32x4.sub (v128.load offset=16 (local.get $at)) (local.get $above)))))
    (local.set $at (i32.add (local.get $at) (local.get $pitch)))
    (local.set $below (v128.load (local.get $at)))
    (local.set $below
      (f32x4.add (local.get $below)
        (f32x4.mul (local.get $s) (f32x4.sub (v128.load offset=16 (local.get $at)) (local.get $below)))))
    (f32x4.add (local.get $above) (f32x4.mul (local.get $t) (f32x4.sub (local.get $below) (local.get $above)))))

  ;; photo + m·(Δ − α·(photo − x)) for `count` pixels of the photo, three bytes each, at `pixels`; m is a float for each at `shares`.
  ;; Their places among fine pixels begin at (x, y) and are (across, down) apart. `face` is 0 where x is 0 everywhere.
  ;; Four bytes are read for the last pixel.
  (func (export "composeLine")
    (param $added i32) (param $face i32) (param $pitch i32)
    (param $x f64) (param $y f64) (param $across f64) (param $down f64)
    (param $shares i32) (param $pixels i32) (param $count i32)
    (local $place i32) (local $u i64) (local $v i64) (local $right i64) (local $below i64)
    (local $s v128) (local $t v128) (local $change v128) (local $photo v128) (local $seen v128) (local $fading f32)
    ;; Places in units of 2^-32, which integers step through without a conversion for each pixel.
    (local.set $u (i64.trunc_sat_f64_s (f64.mul (local.get $x) (f64.const 4294967296))))
    (local.set $v (i64.trunc_sat_f64_s (f64.mul (local.get $y) (f64.const 4294967296))))
    (local.set $right (i64.trunc_sat_f64_s (f64.mul (local.get $across) (f64.const 4294967296))))
    (local.set $below (i64.trunc_sat_f64_s (f64.mul (local.get $down) (f64.const 4294967296))))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $s 
          (f32x4.splat (f32.mul (f32.convert_i32_u (i32.wrap_i64 (local.get $u))) (f32.const 0x1p-32))))
        (local.set $t 
          (f32x4.splat (f32.mul (f32.convert_i32_u (i32.wrap_i64 (local.get $v))) (f32.const 0x1p-32))))
        (local.set $place
          (i32.add
            (i32.mul (i32.wrap_i64 (i64.shr_s (local.get $v) (i64.const 32))) (local.get $pitch))
            (i32.shl (i32.wrap_i64 (i64.shr_s (local.get $u) (i64.const 32))) (i32.const 4))))
        (local.set $photo
          (f32x4.convert_i32x4_u
            (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $pixels))))))
        (local.set $change
          (call $between (i32.add (local.get $added) (local.get $place)) (local.get $pitch) (local.get $s) (local.get $t)))
        (local.set $fading (f32x4.extract_lane 3 (local.get $change)))
        (if (f32.gt (local.get $fading) (f32.const 0))
          (then
            (local.set $seen (v128.const f32x4 0 0 0 0))
            (if (local.get $face)
              (then
                (local.set $seen
                  (call $between
                    (i32.add (local.get $face) (local.get $place)) (local.get $pitch) (local.get $s) (local.get $t)))))
            (local.set $change
              (f32x4.sub (local.get $change)
                (f32x4.mul
                  (f32x4.splat (f32.min (local.get $fading) (f32.const 1)))
                  (f32x4.sub (local.get $photo) (local.get $seen)))))))
        ;; Kept in range and rounded: a number of 0 to 255 and 2^23 have the nearest integer, the even one from halfway, in their lowest bits.
        (local.set $photo
          (f32x4.add (v128.const f32x4 8388608 8388608 8388608 8388608)
            (f32x4.pmin (v128.const f32x4 255 255 255 255)
              (f32x4.pmax (v128.const f32x4 0 0 0 0)
                (f32x4.add (local.get $photo)
                  (f32x4.mul (v128.load32_splat (local.get $shares)) (local.get $change)))))))
        (v128.store8_lane 0 (local.get $pixels) (local.get $photo))
        (v128.store8_lane offset=1 4 (local.get $pixels) (local.get $photo))
        (v128.store8_lane offset=2 8 (local.get $pixels) (local.get $photo))
        (local.set $shares (i32.add (local.get $shares) (i32.const 4)))
        (local.set $pixels (i32.add (local.get $pixels) (i32.const 3)))
        (local.set $u (i64.add (local.get $u) (local.get $right)))
        (local.set $v (i64.add (local.get $v) (local.get $below)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))))
