export const GROUPS = ['smileys', 'people', 'nature', 'food', 'activity', 'travel', 'objects', 'symbols'] as const;
export type EmojiGroup = (typeof GROUPS)[number];

/** One emoji a line: the emoji, its English name (also its `:name:`), further words of both languages. */
const SOURCE: Record<EmojiGroup, string> = {
  smileys: `😀 grinning 笑 开心 happy smile
😃 smiley 笑 高兴 happy
😄 smile 笑 大笑 happy
😁 grin 呲牙 笑
😆 laughing 笑 哈哈 haha
😅 sweat_smile 尴尬 汗 苦笑
🤣 rofl 笑翻 哈哈 打滚
😂 joy 笑哭 哈哈 lol
🙂 slight_smile 微笑
🙃 upside_down 倒脸 无奈
😉 wink 眨眼
😊 blush 害羞 微笑 开心
😇 innocent 天使 乖
🥰 loved 爱 喜欢 幸福 hearts
😍 heart_eyes 色 喜欢 爱心眼
🤩 star_struck 崇拜 惊艳 wow
😘 kiss 飞吻 亲亲 么么哒
😗 kissing 亲
😋 yum 好吃 馋 美味
😛 tongue 吐舌
😜 zany_wink 调皮 鬼脸
🤪 zany 疯 搞怪 crazy
😝 squint_tongue 吐舌 调皮
🤑 money_face 发财 钱 rich
🤗 hug 拥抱 抱抱
🤭 giggle 捂嘴 偷笑
🤫 shush 嘘 安静 quiet
🤔 thinking 思考 想 hmm
🤐 zipper 闭嘴 保密
🤨 raised_eyebrow 怀疑 挑眉
😐 neutral 面无表情
😑 expressionless 无语
😶 no_mouth 沉默
😏 smirk 坏笑 得意
😒 unamused 不满 白眼
🙄 eye_roll 翻白眼 白眼 无语
😬 grimace 尴尬 龇牙
😌 relieved 放松 欣慰
😔 pensive 难过 失落 sad
😪 sleepy 困
🤤 drool 流口水 馋
😴 sleeping 睡 睡觉 困
😷 mask 口罩 生病 感冒
🤒 thermometer 发烧 生病
🤕 bandage 受伤 头疼
🤢 nauseated 恶心
🤮 vomit 吐 恶心
🤧 sneeze 打喷嚏 感冒
🥵 hot 热 出汗
🥶 cold 冷 冻
🥴 woozy 晕 醉
😵 dizzy 晕 头晕
🤯 mind_blown 震惊 爆炸 脑洞
🥳 party_face 庆祝 生日 派对
😎 cool 酷 墨镜
🤓 nerd 书呆子 学霸
🧐 monocle 研究 仔细
😕 confused 困惑
😟 worried 担心
🙁 frown 不开心 难过
😮 open_mouth 惊讶 哦 wow
😯 hushed 惊讶
😲 astonished 震惊 惊
😳 flushed 脸红 害羞
🥺 pleading 求求 可怜 委屈
😢 cry 哭 难过 sad
😭 sob 大哭 哭 泪
😱 scream 害怕 尖叫 惊恐
😨 fearful 害怕
😰 anxious 焦虑 冷汗
😥 sad_relieved 失望 难过
😓 sweat 汗 累
🤦 facepalm 捂脸 无语
🤷 shrug 耸肩 不知道 无奈
😞 disappointed 失望
😖 confounded 纠结
😣 persevere 痛苦 坚持
😩 weary 累 疲惫
😫 tired 累 疲倦
🥱 yawn 困 哈欠
😤 huff 哼 生气
😠 angry 生气
😡 rage 愤怒 生气
🤬 swear 骂 脏话
😈 devil 恶魔 坏
💀 skull 骷髅 死
💩 poop 便便 屎
🤡 clown 小丑
👻 ghost 鬼 幽灵
👽 alien 外星人
🤖 robot 机器人`,
  people: `👍 thumbs_up 赞 好 顶 +1 ok like
👎 thumbs_down 踩 差 -1
👌 ok_hand 好的 可以 ok
✌️ victory 耶 胜利 剪刀手
🤞 fingers_crossed 祈祷 好运
🤟 love_you 爱你
🤘 rock 摇滚
🤙 call_me 打电话 六
👈 point_left 左
👉 point_right 右
👆 point_up 上
👇 point_down 下
☝️ index_up 一
✋ hand 停 手
👋 wave 你好 再见 招手 hi hello bye
👏 clap 鼓掌 棒
🙌 raised_hands 欢呼 万岁
🫶 heart_hands 比心 爱心
👐 open_hands 张开
🤝 handshake 握手 合作 成交
🙏 pray 谢谢 拜托 祈祷 双手合十 thanks please
✊ fist 拳头 加油
👊 punch 拳 碰拳
💪 muscle 加油 肌肉 强壮 strong
✍️ writing 写字 写
🤳 selfie 自拍
💅 nails 美甲
👀 eyes 看 眼睛 围观
👁️ eye 眼睛
🧠 brain 大脑 聪明
👄 mouth 嘴
👶 baby 宝宝 婴儿
🧒 child 孩子
👦 boy 男孩
👧 girl 女孩
👨 man 男人
👩 woman 女人
👴 old_man 爷爷 老人
👵 old_woman 奶奶 老人
🙋 raising_hand 举手 我
🙇 bow 鞠躬 对不起 sorry
💁 tipping_hand 介绍
🙅 no_good 不行 拒绝
🙆 ok_person 可以
🏃 running 跑步 跑
🚶 walking 走路 散步
💃 dancer 跳舞
🕺 dancing_man 跳舞
🧘 meditation 冥想 瑜伽
👨‍💻 technologist 程序员 电脑 coder
👩‍🍳 cook 厨师 做饭
🧑‍🎓 student 学生 毕业
👮 police 警察
👷 worker 工人 施工
🥷 ninja 忍者
🎅 santa 圣诞老人
👪 family 家 家庭
👫 couple 情侣
💑 lovers 恋人 爱`,
  nature: `🐶 dog 狗 小狗
🐱 cat 猫 小猫
🐭 mouse 老鼠 鼠
🐹 hamster 仓鼠
🐰 rabbit 兔子 兔
🦊 fox 狐狸
🐻 bear 熊
🐼 panda 熊猫
🐨 koala 考拉
🐯 tiger 老虎 虎
🦁 lion 狮子
🐮 cow 牛
🐷 pig 猪
🐸 frog 青蛙
🐵 monkey 猴 猴子
🙈 see_no_evil 不看 猴子
🙉 hear_no_evil 不听 猴子
🙊 speak_no_evil 不说 猴子
🐔 chicken 鸡
🐧 penguin 企鹅
🐦 bird 鸟 喜鹊 magpie
🐦‍⬛ black_bird 喜鹊 乌鸦 鸟 magpie
🦆 duck 鸭子
🦉 owl 猫头鹰
🐴 horse 马
🦄 unicorn 独角兽
🐝 bee 蜜蜂
🦋 butterfly 蝴蝶
🐌 snail 蜗牛 慢
🐢 turtle 乌龟 慢
🐍 snake 蛇
🐉 dragon 龙
🐙 octopus 章鱼
🐟 fish 鱼
🐬 dolphin 海豚
🐳 whale 鲸鱼
🐘 elephant 大象
🐑 sheep 羊
🐾 paw 爪印
🌱 seedling 芽 植物
🌲 tree 树
🌴 palm 棕榈 海边
🌵 cactus 仙人掌
🍀 clover 四叶草 幸运 luck
🍁 maple_leaf 枫叶 红叶 秋天
🍂 leaves 落叶 秋天
🌸 cherry_blossom 樱花 花 春天
🌹 rose 玫瑰 花
🌻 sunflower 向日葵 花
🌷 tulip 郁金香 花
💐 bouquet 花束 花
🌞 sun_face 太阳
☀️ sun 太阳 晴天
🌙 moon 月亮 晚安
⭐ star 星星
🌟 glowing_star 星星 闪亮
✨ sparkles 闪亮 星星
⚡ lightning 闪电 快
🔥 fire 火 热门 hot
🌈 rainbow 彩虹
☁️ cloud 云 多云
🌧️ rain 下雨 雨
❄️ snowflake 雪 雪花 冬天
⛄ snowman 雪人
💧 drop 水滴 水
🌊 ocean_wave 海浪 大海
🌍 earth 地球 世界`,
  food: `🍎 apple 苹果
🍊 orange 橙子 橘子
🍋 lemon 柠檬
🍌 banana 香蕉
🍉 watermelon 西瓜 吃瓜
🍇 grapes 葡萄
🍓 strawberry 草莓
🍑 peach 桃子
🍒 cherries 樱桃
🥝 kiwi 猕猴桃
🍅 tomato 西红柿 番茄
🥑 avocado 牛油果
🌽 corn 玉米
🥕 carrot 胡萝卜
🌶️ chili 辣椒 辣
🍞 bread 面包
🧀 cheese 奶酪
🥚 egg 鸡蛋
🍳 cooking 煎蛋 做饭
🥓 bacon 培根
🍔 hamburger 汉堡
🍟 fries 薯条
🍕 pizza 披萨
🌭 hot_dog 热狗
🥟 dumpling 饺子
🍜 noodles 面条 面 拉面
🍚 rice 米饭 饭
🍣 sushi 寿司
🍱 bento 便当
🍤 shrimp 虾
🍲 hotpot 火锅 汤
🥢 chopsticks 筷子 吃饭
🍦 ice_cream 冰淇淋
🍰 cake 蛋糕
🎂 birthday_cake 生日蛋糕 生日
🍫 chocolate 巧克力
🍬 candy 糖果 糖
🍪 cookie 饼干
🥮 mooncake 月饼 中秋
☕ coffee 咖啡
🍵 tea 茶 喝茶
🧋 bubble_tea 奶茶 珍珠奶茶
🥛 milk 牛奶
🍺 beer 啤酒
🍻 cheers 干杯 啤酒
🥂 clink 干杯 香槟
🍷 wine 红酒 酒
🧃 juice 果汁
🧊 ice 冰`,
  activity: `🎉 tada 庆祝 恭喜 撒花 party
🎊 confetti 庆祝 彩带
🎈 balloon 气球
🎁 gift 礼物
🧧 red_envelope 红包 恭喜发财
🏮 lantern 灯笼
🎆 fireworks 烟花
🧨 firecracker 鞭炮 过年
🎄 christmas_tree 圣诞树 圣诞
🎃 pumpkin 南瓜 万圣节
🏆 trophy 奖杯 冠军
🥇 gold_medal 金牌 第一
🥈 silver_medal 银牌
🥉 bronze_medal 铜牌
⚽ soccer 足球
🏀 basketball 篮球
🏐 volleyball 排球
🏓 ping_pong 乒乓球
🏸 badminton 羽毛球
🎾 tennis 网球
🏊 swimming 游泳
🚴 cycling 骑车 自行车
🧗 climbing 爬山 攀岩
⛷️ skiing 滑雪
🎮 game 游戏
🎲 dice 骰子
🀄 mahjong 麻将
♟️ chess 棋 下棋
🎯 dart 目标 靶心
🎨 art 画画 艺术
🎭 theater 戏剧
🎬 movie 电影
🎤 microphone 唱歌 麦克风
🎧 headphones 耳机 音乐
🎵 music 音乐 歌
🎸 guitar 吉他
🎹 piano 钢琴
🥁 drum 鼓`,
  travel: `🚗 car 汽车 车 开车
🚕 taxi 出租车 打车
🚌 bus 公交 公交车
🚇 metro 地铁
🚄 train 高铁 火车
✈️ airplane 飞机 出差
🚀 rocket 火箭 上线 launch
🚢 ship 船 轮船
🚲 bike 自行车
🛵 scooter 电动车
🚑 ambulance 救护车
🚒 fire_engine 消防车
⛽ fuel 加油站
🚦 traffic_light 红绿灯
🚧 construction 施工
🏠 house 家 房子
🏢 office 办公楼 公司
🏫 school 学校
🏥 hospital 医院
🏦 bank 银行
🏨 hotel 酒店
🏰 castle 城堡
⛰️ mountain 山 爬山
🏖️ beach 海滩 度假
🏕️ camping 露营
🌃 night 夜晚
🌅 sunrise 日出
🌉 bridge 桥
🗺️ map 地图
🧭 compass 指南针
🧳 luggage 行李 旅行
⏰ alarm 闹钟 时间
⌛ hourglass 沙漏 等
⏳ waiting 等待 沙漏`,
  objects: `💻 laptop 电脑 笔记本
🖥️ desktop 电脑 显示器
📱 phone 手机
☎️ telephone 电话
🔋 battery 电池
🔌 plug 插头 电
💡 idea 灯泡 想法 主意
🔦 flashlight 手电筒
📷 camera 相机 拍照
🎥 video 录像
📺 tv 电视
⌚ watch 手表
💰 money 钱
💵 cash 现金 钱
💳 card 银行卡
🧾 receipt 收据 发票
📦 package 包裹 快递
✉️ envelope 信 邮件
📧 email 邮件
📅 calendar 日历 日期
📌 pin 图钉 置顶
📎 paperclip 回形针 附件
✂️ scissors 剪刀
📝 memo 笔记 记录
✏️ pencil 铅笔
📖 book 书 看书
📚 books 书 学习
📊 chart 图表
📈 up_chart 上涨 增长
📉 down_chart 下跌
🔍 search 搜索 放大镜
🔒 lock 锁
🔑 key 钥匙
🔨 hammer 锤子
🔧 wrench 扳手 修
⚙️ gear 齿轮 设置
🧪 test_tube 试管 测试
💊 pill 药
🩹 plaster 创可贴
🚿 shower 洗澡
🛏️ bed 床 睡觉
🛒 cart 购物车 购物
🎒 backpack 书包
👓 glasses 眼镜
👔 necktie 领带 上班
👗 dress 裙子
👟 sneaker 运动鞋 鞋
☂️ umbrella 伞 雨伞
💎 gem 宝石 钻石
💣 bomb 炸弹
📣 megaphone 喇叭 通知
🔔 bell 铃 提醒
🔕 no_bell 静音`,
  symbols: `❤️ heart 爱 心 爱心 红心 love
🧡 orange_heart 心 橙心
💛 yellow_heart 心 黄心
💚 green_heart 心 绿心
💙 blue_heart 心 蓝心
💜 purple_heart 心 紫心
🖤 black_heart 心 黑心
🤍 white_heart 心 白心
💔 broken_heart 心碎 分手
💕 two_hearts 心 爱
💖 sparkling_heart 心 爱
💯 hundred 一百 满分
✅ check 对 完成 done yes
☑️ ballot_check 勾
✔️ check_mark 对 勾
❌ cross 错 不 no
❎ cross_button 错
❓ question 问号 疑问
❗ exclamation 感叹号 注意
⚠️ warning 警告 注意
🚫 prohibited 禁止
⛔ no_entry 禁止
🆗 ok 好
🆕 new 新
🆒 cool_button 酷
🔴 red_circle 红
🟢 green_circle 绿
🔵 blue_circle 蓝
⚫ black_circle 黑
⚪ white_circle 白
➕ plus 加
➖ minus 减
➡️ right_arrow 右 箭头
⬅️ left_arrow 左 箭头
⬆️ up_arrow 上 箭头
⬇️ down_arrow 下 箭头
🔄 refresh 刷新 循环
🔝 top 顶
💤 zzz 睡 困
💢 anger 生气
💥 boom 爆炸
💦 sweat_drops 汗 水
💨 dash 跑 快
💬 speech 聊天 说话
💭 thought 想
🎶 notes 音乐
♻️ recycle 回收
🏁 finish_flag 终点 完成
🚩 red_flag 红旗 警惕
🇨🇳 china 中国
🇺🇳 united_nations 联合国
🏳️‍🌈 rainbow_flag 彩虹旗`,
};

export interface Emoji {
  readonly emoji: string;
  readonly name: string;
  readonly words: readonly string[];
  readonly group: EmojiGroup;
}

export const EMOJI: readonly Emoji[] = GROUPS.flatMap((group) =>
  SOURCE[group].split('\n').map((line) => {
    const [emoji = '', name = '', ...words] = line.split(' ');
    return { emoji, name, words, group };
  }),
);
